package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void oldMeasurementsFade() {
        Latency latency = Latency.next(null, 1_000, 0);
        assertThat(Latency.next(latency, 0, 0).mean(0)).isEqualTo(800);
        assertThat(Latency.next(latency, 0, Latency.HALF_LIFE_MILLIS).mean(0)).isEqualTo(500);
        assertThat(Latency.next(latency, 0, 10 * Latency.HALF_LIFE_MILLIS).mean(0))
                .isCloseTo(1, within(0.1));
        assertThat(Latency.next(latency, 7, Latency.FORGOTTEN_MILLIS + 1).mean(0))
                .isEqualTo(7);
    }

    @Test
    void staysBetweenTheLeastAndTheMostThatWasMeasured() {
        Random random = new Random(3);
        Latency latency = null;
        long now = 0;
        for (int i = 0; i < 10_000; i++) {
            // A clock may be set back.
            now += random.nextInt(1_000) - 100;
            latency = Latency.next(latency, 100 + random.nextInt(100), now);
            assertThat(latency.meanMillis()).isBetween(100.0, 200.0);
        }
    }
}
