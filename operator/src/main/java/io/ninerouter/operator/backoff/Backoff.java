package io.ninerouter.operator.backoff;

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
        Duration half = worth(failures).dividedBy(2);
        return half.plus(Duration.ofMillis((long) (half.toMillis() * chance)));
    }

    /**
     * What failures in a row are worth, without chance: for those who spread their pauses in a way of their own, or wait for
     * nobody else.
     *
     * @param failures from 1
     */
    public Duration worth(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
