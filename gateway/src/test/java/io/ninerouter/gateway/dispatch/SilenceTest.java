package io.ninerouter.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.dispatch.Silence.Due;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First byte 1,000 ms, idle 500 ms, a sign of life after 200 ms; begins at 0. */
class SilenceTest {
    private static Silence silence() {
        return new Silence(new Timeouts(1, 1_000, 500), 200, 0);
    }

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @ParameterizedTest(name = "at {0} ms: {1}")
    @CsvSource({"0, NOTHING", "999, NOTHING", "1000, TOO_LATE", "5000, TOO_LATE"})
    void beforeTheHeadOnlyTheFirstByteBoundCounts(long now, Due expected) {
        assertThat(silence().due(at(now), false, false)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "received at 900, sent at {0}, now {1}: {2}")
    @CsvSource({
        "900, 1000, NOTHING",
        "900, 1099, NOTHING",
        "900, 1100, KEEP_ALIVE",
        "1050, 1100, NOTHING",
        "1050, 1250, KEEP_ALIVE",
        "1300, 1400, TOO_LATE",
    })
    void inAStreamBothBoundsCount(long sent, long now, Due expected) {
        Silence silence = silence();
        silence.received(at(900));
        silence.sent(at(sent));

        assertThat(silence.due(at(now), true, false)).isEqualTo(expected);
    }

    @Test
    void afterTheLastWordLittleIsWaitedForWhatIsLeft() {
        Silence silence = new Silence(new Timeouts(1, 1_000, 60_000), 0, 0);
        silence.received(at(100));
        silence.concluded();

        assertThat(silence.due(at(1_099), true, false)).isEqualTo(Due.NOTHING);
        assertThat(silence.due(at(1_100), true, false)).isEqualTo(Due.TOO_LATE);
    }

    @Test
    void aSlowReaderIsNotTheProvidersFault() {
        Silence silence = silence();
        silence.received(at(100));

        assertThat(silence.due(at(10_000), true, true)).isEqualTo(Due.NOTHING);
        assertThat(silence.due(at(10_499), false, false)).isEqualTo(Due.NOTHING);
        assertThat(silence.due(at(10_500), false, false)).isEqualTo(Due.TOO_LATE);
    }

    @Test
    void looksAgainWhenTheNextBoundIsReached() {
        assertThat(silence().untilNext(0)).isEqualTo(at(200));
        assertThat(new Silence(new Timeouts(1, 1_000, 500), 0, 0).untilNext(0)).isEqualTo(at(1_000));
    }

    @Test
    void neverAsksToLookAtOnceForEver() {
        Silence silence = silence();
        silence.received(at(0));
        for (long now = 0; now < 2_000; now++) {
            assertThat(silence.untilNext(at(now))).isPositive();
        }
    }

    @Test
    void zeroMeansNoSignsOfLife() {
        Silence silence = new Silence(new Timeouts(1, 1_000, 500), 0, 0);
        silence.received(at(0));

        assertThat(silence.due(at(499), true, false)).isEqualTo(Due.NOTHING);
        assertThat(silence.untilNext(0)).isEqualTo(at(500));
    }
}
