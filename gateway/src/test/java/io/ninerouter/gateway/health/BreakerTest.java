package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.health.Breaker.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long NOW = 1_000_000;

    private final Breaker breaker = new Breaker();

    @Test
    void opensAfterFailuresInARowAndNotBefore() {
        fail(Breaker.IN_A_ROW - 1);
        breaker.heard(Verdict.LIVES, NOW, 0);
        fail(Breaker.IN_A_ROW - 1);
        assertThat(breaker.admit(NOW)).isTrue();
        fail(1);
        assertThat(breaker.admit(NOW)).isFalse();
        assertThat(breaker.closedTo(NOW)).isEqualTo(NOW + 2_000);
    }

    @Test
    void aBurstThatIsRefusedAtOnceDoesNotOpenIt() {
        for (int i = 0; i < 500; i++) {
            breaker.heard(Verdict.FAILS, NOW, 0);
        }
        assertThat(breaker.admit(NOW)).isTrue();
        breaker.heard(Verdict.FAILS, NOW + Breaker.PATIENCE_MILLIS - 1, 0);
        assertThat(breaker.admit(NOW)).isTrue();
        breaker.heard(Verdict.FAILS, NOW + Breaker.PATIENCE_MILLIS, 0);
        assertThat(breaker.admit(NOW)).isFalse();
    }

    @Test
    void opensWhenHalfOfManyFail() {
        long now = NOW - Breaker.PATIENCE_MILLIS;
        for (int i = 0; i < Breaker.FEW / 2; i++) {
            assertThat(breaker.admit(now)).isTrue();
            breaker.heard(Verdict.LIVES, now, 0);
            now = NOW;
            breaker.heard(Verdict.FAILS, now, 0);
        }
        assertThat(breaker.admit(NOW)).isFalse();
    }

    @Test
    void letsOneRequestProbe() {
        fail(Breaker.IN_A_ROW);
        long half = NOW + 2_000;
        assertThat(breaker.admit(half - 1)).isFalse();
        assertThat(breaker.closedTo(half)).as("looking takes nothing").isLessThanOrEqualTo(half);
        assertThat(breaker.admit(half)).isTrue();
        assertThat(breaker.admit(half)).isFalse();
        breaker.heard(Verdict.SILENT, half, 0);
        assertThat(breaker.admit(half)).as("the prober left").isTrue();
        breaker.heard(Verdict.LIVES, half, 0);
        assertThat(breaker.admit(half)).isTrue();
        assertThat(breaker.admit(half)).as("closed").isTrue();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailedProbe() {
        fail(Breaker.IN_A_ROW);
        long now = NOW;
        for (long pause : new long[] {2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000}) {
            assertThat(breaker.closedTo(now) - now).isEqualTo(pause);
            now += pause;
            assertThat(breaker.admit(now)).isTrue();
            breaker.heard(Verdict.FAILS, now, 0);
        }
        now += 60_000;
        assertThat(breaker.admit(now)).isTrue();
        breaker.heard(Verdict.LIVES, now, 0);
        breaker.heard(Verdict.FAILS, now, 0);
        now += Breaker.PATIENCE_MILLIS;
        for (int i = 1; i < Breaker.IN_A_ROW; i++) {
            breaker.heard(Verdict.FAILS, now, 0);
        }
        assertThat(breaker.closedTo(now) - now).as("all is forgiven").isEqualTo(2_000);
    }

    @Test
    void aProbeThatIsNeverHeardOfMakesRoom() {
        fail(Breaker.IN_A_ROW);
        long half = NOW + 2_000;
        assertThat(breaker.admit(half)).isTrue();
        assertThat(breaker.admit(half + Breaker.PROBE_MILLIS - 1)).isFalse();
        assertThat(breaker.admit(half + Breaker.PROBE_MILLIS)).isTrue();
    }

    @Test
    void whatWasSentBeforeItOpenedDoesNotKeepItOpenLonger() {
        fail(Breaker.IN_A_ROW + 50);
        assertThat(breaker.closedTo(NOW)).isEqualTo(NOW + 2_000);
    }

    /** Random histories against a model that keeps the whole history and thinks anew each time. */
    @Test
    void doesWhatTheNaiveModelDoes() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Breaker real = new Breaker();
            Naive naive = new Naive();
            long now = NOW;
            int badness = random.nextInt(100);
            for (int step = 0; step < 400; step++) {
                now += random.nextInt(4) == 0 ? random.nextInt(5_000) : random.nextInt(50);
                if (random.nextBoolean()) {
                    long before = real.closedTo(now);
                    boolean admitted = real.admit(now);
                    assertThat(admitted).as("seed %d, step %d", seed, step).isEqualTo(naive.admit(now));
                    assertThat(admitted).isEqualTo(before <= now);
                } else {
                    int die = random.nextInt(100);
                    Verdict verdict = die < badness ? Verdict.FAILS : die % 10 == 0 ? Verdict.SILENT : Verdict.LIVES;
                    double jitter = random.nextDouble();
                    real.heard(verdict, now, jitter);
                    naive.heard(verdict, now, jitter);
                }
            }
        }
    }

    /** The first of them long enough ago. */
    private void fail(int times) {
        breaker.heard(Verdict.FAILS, times == 1 ? NOW : NOW - Breaker.PATIENCE_MILLIS, 0);
        for (int i = 1; i < times; i++) {
            breaker.heard(Verdict.FAILS, NOW, 0);
        }
    }

    /** The words of the documentation, one by one. */
    private static final class Naive {
        private enum State {
            CLOSED,
            OPEN,
            PROBING
        }

        private record Heard(long at, boolean failed) {}

        private State state = State.CLOSED;
        private List<Heard> history = new ArrayList<>();
        private long until;
        private long probeAt;
        private int pauses;
        private long windowFrom = Long.MIN_VALUE;

        boolean admit(long now) {
            if (state == State.PROBING && now - probeAt >= Breaker.PROBE_MILLIS) {
                state = State.OPEN;
            }
            switch (state) {
                case CLOSED -> {
                    return true;
                }
                case PROBING -> {
                    return false;
                }
                case OPEN -> {
                    if (now < until) {
                        return false;
                    }
                    state = State.PROBING;
                    probeAt = now;
                    return true;
                }
            }
            throw new IllegalStateException();
        }

        void heard(Verdict verdict, long now, double jitter) {
            switch (verdict) {
                case SILENT -> state = state == State.PROBING ? State.OPEN : state;
                case LIVES -> {
                    if (state != State.CLOSED) {
                        state = State.CLOSED;
                        pauses = 0;
                        history = new ArrayList<>();
                        windowFrom = Long.MIN_VALUE;
                    }
                    note(now, false);
                }
                case FAILS -> {
                    if (state == State.PROBING) {
                        open(now, jitter);
                    } else if (state == State.CLOSED) {
                        note(now, true);
                        if (inARow(now) || halfFail(now)) {
                            open(now, jitter);
                        }
                    }
                }
            }
        }

        private void note(long now, boolean failed) {
            if (windowFrom == Long.MIN_VALUE || now >= windowFrom + Breaker.WINDOW_MILLIS) {
                windowFrom = now;
            }
            history.add(new Heard(now, failed));
        }

        private boolean inARow(long now) {
            int first = history.size();
            while (first > 0 && history.get(first - 1).failed()) {
                first--;
            }
            return history.size() - first >= Breaker.IN_A_ROW
                    && now - history.get(first).at() >= Breaker.PATIENCE_MILLIS;
        }

        private boolean halfFail(long now) {
            List<Heard> window =
                    history.stream().filter(heard -> heard.at() >= windowFrom).toList();
            long failed = window.stream().filter(Heard::failed).count();
            return window.size() >= Breaker.FEW
                    && failed * 2 >= window.size()
                    && now - windowFrom >= Breaker.PATIENCE_MILLIS;
        }

        private void open(long now, double jitter) {
            long pause = Breaker.FIRST_PAUSE_MILLIS;
            for (int i = 0; i < pauses && pause < Breaker.LONGEST_PAUSE_MILLIS; i++) {
                pause = Math.min(Breaker.LONGEST_PAUSE_MILLIS, pause * 2);
            }
            pauses++;
            until = now + pause + (long) (pause * jitter / 4);
            state = State.OPEN;
        }
    }
}
