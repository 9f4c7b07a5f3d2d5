package io.ninerouter.operator.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private record Case(int failures, double chance, long millis) {}

    private static final List<Case> CASES = List.of(
            new Case(1, 0, 100),
            new Case(1, 0.5, 150),
            new Case(1, 0.99, 199),
            new Case(2, 0, 200),
            new Case(2, 0.5, 300),
            new Case(3, 0.5, 600),
            new Case(8, 0, 12_800),
            // 51.2 s would be longer than the longest.
            new Case(9, 0, 15_000),
            new Case(9, 0.5, 22_500),
            new Case(Integer.MAX_VALUE, 0.99, 29_850),
            // Nothing has failed: as after the first failure.
            new Case(0, 0, 100));

    @ParameterizedTest
    @FieldSource("CASES")
    void aPauseIsTwiceTheOneBeforeAndHalfOfItIsChance(Case given) {
        assertThat(BACKOFF.pause(given.failures(), given.chance())).isEqualTo(Duration.ofMillis(given.millis()));
    }

    @Test
    void chanceNeitherShortensAPauseByMoreThanHalfNorReachesTheLongest() {
        Random random = new Random(1);
        for (int failures = 1; failures < 100; failures++) {
            Duration pause = BACKOFF.pause(failures, random.nextDouble());

            assertThat(pause).isGreaterThanOrEqualTo(BACKOFF.pause(failures, 0)).isLessThan(BACKOFF.longest());
            assertThat(BACKOFF.pause(failures + 1, 0)).isGreaterThanOrEqualTo(BACKOFF.pause(failures, 0));
        }
    }

    @Test
    void withoutChanceAPauseIsWhatTheFailuresAreWorth() {
        assertThat(List.of(1, 2, 3, 8, 9, Integer.MAX_VALUE))
                .extracting(BACKOFF::worth)
                .extracting(Duration::toMillis)
                .containsExactly(200L, 400L, 800L, 25_600L, 30_000L, 30_000L);
    }

    @Test
    void pausesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("PT2S");
    }
}
