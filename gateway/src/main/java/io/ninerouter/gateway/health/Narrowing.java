package io.ninerouter.gateway.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many requests at once an account was found to take: additive increase, multiplicative decrease, as TCP avoids congestion
 * (RFC 5681). Only a provider that says that it is asked too much narrows an account; what is narrowed widens again with each
 * answer while it is made use of, and is forgotten when nothing was said for a while. It never makes anything refused: who is
 * beyond it goes to others first. Immutable; time is an argument.
 *
 * @param places requests at once, at least 1; whole ones count
 * @param refusedMillis when the provider said so last
 */
record Narrowing(double places, long refusedMillis) {
    /** What is in flight when a provider begins to refuse is refused together: that is one sign, not many. */
    static final long FLOOD_MILLIS = 1_000;

    /** Limits of providers change within minutes. */
    static final long FORGOTTEN_MILLIS = Duration.ofMinutes(10).toMillis();

    /**
     * A 429 that names a later moment tells of a window of requests or tokens: the account is left alone until then, and
     * fewer requests at once would not be taken any sooner.
     */
    static final long WINDOW_MILLIS = 5_000;

    private static final double DECREASE = 0.7;
    private static final int OVERLOADED = 529;
    private static final int UNAVAILABLE = 503;

    /**
     * What is known after an attempt.
     *
     * @param before null = nothing
     * @param others requests in flight at the account beside this one
     * @return null = nothing
     */
    static @Nullable Narrowing after(@Nullable Narrowing before, Outcome outcome, int others, long nowMillis) {
        Narrowing known = before != null && before.holds(nowMillis) ? before : null;
        int busy = others + 1;
        if (isTooMuch(outcome)) {
            if (known != null && nowMillis - known.refusedMillis < FLOOD_MILLIS) {
                return known;
            }
            double from = known == null ? busy : Math.min(known.places, busy);
            return new Narrowing(Math.max(1, from * DECREASE), nowMillis);
        }
        // Answers say nothing of places that were not made use of.
        return known != null && outcome instanceof Outcome.Success && 2 * busy >= known.places
                ? new Narrowing(known.places + 1 / known.places, known.refusedMillis)
                : known;
    }

    /** Whether it counts still. */
    boolean holds(long nowMillis) {
        return nowMillis - refusedMillis < FORGOTTEN_MILLIS;
    }

    private static boolean isTooMuch(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused refused)) {
            return false;
        }
        return switch (refused.fault()) {
            case RATE_LIMITED -> refused.retryAfterMillis() == null || refused.retryAfterMillis() <= WINDOW_MILLIS;
            case FAILING -> refused.status() == OVERLOADED || refused.status() == UNAVAILABLE;
            default -> false;
        };
    }
}
