package io.ninerouter.gateway.usage;

/**
 * How long something took, in nanoseconds from its beginning.
 *
 * @param duration to its end
 * @param firstToken to the first meaningful byte; -1 = none came
 */
public record Timing(long duration, long firstToken) {}
