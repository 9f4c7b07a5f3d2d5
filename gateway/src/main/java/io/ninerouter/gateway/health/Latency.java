package io.ninerouter.gateway.health;

import org.jspecify.annotations.Nullable;

/**
 * How long a model at an account takes to its first token: a mean in which old measurements fade. Each counts at least a
 * fifth when it comes; what was known before loses half of its weight in {@value #HALF_LIFE_MILLIS} ms, and after
 * {@value #FORGOTTEN_MILLIS} ms without a measurement nothing is known, so that it is measured again.
 *
 * @param meanMillis the mean
 * @param atMillis when the last measurement came, epoch milliseconds
 */
record Latency(double meanMillis, long atMillis) {
    static final long HALF_LIFE_MILLIS = 60_000;
    static final long FORGOTTEN_MILLIS = 600_000;
    private static final double LEAST_WEIGHT = 0.2;

    /** The state after one more measurement. */
    static Latency next(@Nullable Latency before, double millis, long now) {
        if (before == null || before.mean(now) == null) {
            return new Latency(millis, now);
        }
        double faded = Math.pow(0.5, (double) Math.max(0, now - before.atMillis) / HALF_LIFE_MILLIS);
        double weight = Math.max(LEAST_WEIGHT, 1 - faded);
        return new Latency(before.meanMillis + weight * (millis - before.meanMillis), Math.max(now, before.atMillis));
    }

    /** The mean; null when it is too old. */
    @Nullable
    Double mean(long now) {
        return now - atMillis > FORGOTTEN_MILLIS ? null : Double.valueOf(meanMillis);
    }
}
