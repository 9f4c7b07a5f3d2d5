package io.ninerouter.operator.schedule;

import java.time.Duration;

/**
 * How long to wait after failures in a row: twice as long after each, up to a bound, and half of that by chance, so that what
 * failed together, as everything does when the API server is away, is not tried again together. Pure.
 *
 * @param first after the first failure, at most; positive
 * @param longest however many follow, at most; not below the first
 */
public record Backoff(Duration first, Duration longest) {
    /** More would be no longer than this in any pause that makes sense, and could overflow. */
    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("pauses from " + first + " to " + longest
                    + " (expected: positive, the first not above the longest)");
        }
    }

    /**
     * The next pause: at least half of what the failures are worth, and less than all of it.
     *
     * @param failures in a row, from 1
     * @param chance from 0 to below 1
     */
    public Duration pause(int failures, double chance) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        Duration half = (doubled.compareTo(longest) < 0 ? doubled : longest).dividedBy(2);
        return half.plus(Turn.part(half, chance));
    }
}
