package io.ninerouter.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The law of a bucket: in no minute more than the burst and what comes in; debts are paid back. */
class BucketTest {
    private static final long MINUTE = 60_000;

    @Test
    void noMinuteHasMoreThanBurstAndPaceHoweverItIsAsked() {
        Random random = new Random(1);
        for (int run = 0; run < 300; run++) {
            int perMinute = 1 + random.nextInt(200);
            long now = random.nextInt(1_000_000);
            Bucket bucket = new Bucket(perMinute, now);
            Deque<Long> taken = new ArrayDeque<>();
            for (int i = 0; i < 1_000; i++) {
                now += random.nextBoolean() ? random.nextInt(20) : random.nextInt(4 * (int) MINUTE / perMinute + 1);
                if (bucket.take(1, now)) {
                    taken.add(now);
                }
                while (!taken.isEmpty() && taken.peek() <= now - MINUTE) {
                    taken.poll();
                }
                assertThat(taken.size()).isLessThanOrEqualTo(2 * perMinute);
            }
        }
    }

    @Test
    void inTheLongRunItIsThePace() {
        Bucket bucket = new Bucket(30, 0);
        int taken = 0;
        for (long now = 0; now < 100 * MINUTE; now += 50) {
            taken += bucket.take(1, now) ? 1 : 0;
        }
        assertThat(taken).isBetween(30 * 100, 30 * 101);
    }

    @Test
    void saysToTheMillisecondWhenThereIsOneMore() {
        Random random = new Random(2);
        for (int run = 0; run < 500; run++) {
            Bucket bucket = new Bucket(1 + random.nextInt(1_000), 0);
            long now = 0;
            while (bucket.take(1, now)) {
                now += random.nextInt(3);
            }
            long wait = bucket.millisUntil(1, now);
            assertThat(bucket.has(1, now + wait - 2)).isFalse();
            assertThat(bucket.take(1, now + wait)).isTrue();
        }
    }

    @Test
    void whatWasMoreThanTakenIsPaidBackByWaiting() {
        Bucket bucket = new Bucket(60, 0);
        assertThat(bucket.take(10, 0)).isTrue();

        bucket.correct(170, 0);

        assertThat(bucket.left(0)).isZero();
        assertThat(bucket.millisUntil(1, 0)).isEqualTo(121_000);
        assertThat(bucket.take(1, 120_999)).isFalse();
        assertThat(bucket.take(1, 121_000)).isTrue();
    }

    @Test
    void whatWasLessComesBackAndNeverMoreThanItHolds() {
        Bucket bucket = new Bucket(60, 0);
        bucket.take(50, 0);
        bucket.correct(-45, 0);
        assertThat(bucket.left(0)).isEqualTo(55);
        bucket.correct(-1_000, 0);
        assertThat(bucket.left(0)).isEqualTo(60);
    }

    @Test
    void moreThanItEverHoldsIsTakenWhenItIsFull() {
        Bucket bucket = new Bucket(100, 0);
        assertThat(bucket.take(500, 0)).isTrue();
        assertThat(bucket.take(500, 30_000)).isFalse();
        assertThat(bucket.millisUntil(500, 30_000))
                .as("400 over, and 100 to be full")
                .isEqualTo(270_000);
        assertThat(bucket.take(500, 300_000)).isTrue();
    }

    @Test
    void anotherPaceMakesNothingOutOfNothing() {
        Bucket bucket = new Bucket(10, 0);
        bucket.take(10, 0);
        bucket.pace(1_000, 0);
        assertThat(bucket.left(0)).isZero();
        bucket.pace(10, 60_000);
        assertThat(bucket.left(60_000)).isEqualTo(10);
    }

    @Test
    void aClockThatStepsBackFillsNothing() {
        Bucket bucket = new Bucket(1, 1_000_000);
        assertThat(bucket.take(1, 1_000_000)).isTrue();
        assertThat(bucket.take(1, 0)).isFalse();
        assertThat(bucket.take(1, 1_000_001)).isFalse();
        assertThat(bucket.take(1, 1_060_000)).isTrue();
    }
}
