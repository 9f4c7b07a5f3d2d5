package io.ninerouter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    /** 64 connections that send every 64 ms each: one request a millisecond when they begin a millisecond apart. */
    @Test
    void connectionsWithAPaceBeginAsFarApartAsTheirRequestsShallBe() {
        assertThat(Scenario.PACED.spacingNanos()).isEqualTo(64_000_000);
        assertThat(Scenario.PACED.spreadNanos() / Scenario.PACED.concurrency()).isEqualTo(1_000_000);
    }

    @Test
    void connectionsWithoutAPaceAreNotInStepEither() {
        assertThat(Arrays.stream(Scenario.values()).filter(scenario -> scenario.spacingNanos() == 0))
                .allMatch(scenario -> scenario.spreadNanos() == spread(scenario));
    }

    private static long spread(Scenario scenario) {
        if (scenario == Scenario.MANY_STREAMS) {
            return 64_000_000_000L;
        }
        return scenario.stream() ? 320_000_000 : 50_000_000;
    }

    @Test
    void byDefaultEachIsMeasuredThatNeedsNoMainOfItsOwn() {
        assertThat(Scenario.chosen())
                .contains(Scenario.HALF, Scenario.TRANSLATED_SMALL, Scenario.TRANSLATED_AGENT)
                .doesNotContain(Scenario.MANY_STREAMS, Scenario.LEFT, Scenario.FAULTY);
    }
}
