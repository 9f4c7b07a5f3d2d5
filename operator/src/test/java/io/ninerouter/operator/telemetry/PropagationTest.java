package io.ninerouter.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** From the change that was seen to the last acknowledgement. */
class PropagationTest {
    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");

    private final Propagation propagation = new Propagation();

    @Test
    void tellsEachPublicationOnceWhenEverybodyHasIt() {
        propagation.round(1, T0, 1, T0);

        assertThat(propagation.round(2, T0, 1, at(50))).isEmpty();
        assertThat(propagation.round(2, at(60), 1, at(60))).isEmpty();
        assertThat(propagation.round(2, at(120), 2, at(120))).containsExactly(Duration.ofMillis(120));
        assertThat(propagation.round(2, at(130), 2, at(130))).isEmpty();
    }

    @Test
    void aLaterOneThatArrivesBringsTheEarlierOnes() {
        propagation.round(1, T0, 1, T0);
        propagation.round(2, T0, 1, T0);
        propagation.round(3, at(100), 1, at(100));

        assertThat(propagation.round(3, at(300), 3, at(300)))
                .containsExactly(Duration.ofMillis(300), Duration.ofMillis(200));
    }

    @Test
    void whatStoodBeforeTheFirstRoundHasNoTime() {
        assertThat(propagation.round(7, T0, -1, T0)).isEmpty();
        assertThat(propagation.round(7, at(10), 7, at(10))).isEmpty();
    }

    @Test
    void withoutReplicasNothingArrivesAndLittleIsRemembered() {
        propagation.round(1, T0, -1, T0);
        for (int i = 2; i < 3 * Propagation.MAX_WAITING; i++) {
            assertThat(propagation.round(i, T0, -1, T0)).isEmpty();
        }

        assertThat(propagation.round(3L * Propagation.MAX_WAITING, T0, Long.MAX_VALUE, at(5)))
                .hasSize(Propagation.MAX_WAITING);
    }

    private static Instant at(long millis) {
        return T0.plusMillis(millis);
    }
}
