package io.ninerouter.bench;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param slice of warming up
 * @param round that is measured
 * @param rounds of each scenario and process
 * @param warm whether to go on until processes are warm
 */
record Pace(Duration slice, Duration round, int rounds, boolean warm) {
    /** For figures. */
    static final Pace FULL = new Pace(Duration.ofMillis(1_200), Duration.ofMillis(2_500), 3, true);

    /** To see that everything works: its figures say nothing. */
    static final Pace QUICK = new Pace(Duration.ofMillis(500), Duration.ofMillis(1_000), 1, false);

    /** As the system property {@code bench.quick} says. */
    static Pace chosen() {
        return Boolean.getBoolean("bench.quick") ? QUICK : FULL;
    }

    /** The time to warm up in. */
    Duration atMost(Duration wanted) {
        return warm ? wanted : Duration.ZERO;
    }
}
