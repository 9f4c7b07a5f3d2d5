package io.ninerouter.gateway.health;

import org.jspecify.annotations.Nullable;

/**
 * Why, how often and until when something is left alone.
 *
 * @param reason why
 * @param strikes failures in a row
 * @param untilMillis epoch milliseconds; at or before now = may be tried
 */
public record Cooldown(Reason reason, int strikes, long untilMillis) {

    /** Whether it still holds. */
    public boolean cooling(long nowMillis) {
        return nowMillis < untilMillis;
    }

    /**
     * The state after one more failure. A failure that comes while something is cooling already was sent before and does
     * not count again; a longer delay that a provider asks for does.
     *
     * @param before the state so far; null = untroubled
     * @param blow what happened
     * @param jitter 0 (inclusive) to 1 (exclusive)
     */
    static Cooldown next(@Nullable Cooldown before, Blow blow, long nowMillis, double jitter) {
        boolean cooling = before != null && before.cooling(nowMillis);
        int strikes = before == null ? 1 : cooling ? before.strikes() : before.strikes() + 1;
        Long asked = blow.retryAfterMillis();
        long length = asked != null ? asked : blow.fault().pause().length(strikes, jitter);
        long until = nowMillis + length;
        if (before != null && cooling && (asked == null || until < before.untilMillis())) {
            return before;
        }
        return new Cooldown(blow.reason(), strikes, until);
    }

    /**
     * A failure that counts.
     *
     * @param reason of the fault
     * @param retryAfterMillis delay that the provider asked for; null = none
     */
    record Blow(Fault fault, Reason reason, @Nullable Long retryAfterMillis) {

        /** Null when nothing is left alone for it. */
        static @Nullable Blow of(Outcome outcome) {
            Fault fault = outcome.fault();
            Reason reason = fault == null ? null : fault.reason();
            if (fault == null || reason == null) {
                return null;
            }
            Long asked = outcome instanceof Outcome.Refused refused ? refused.retryAfterMillis() : null;
            // A date on a refused credential is the proxy's: only another credential helps.
            return new Blow(fault, reason, fault == Fault.CREDENTIAL_REFUSED ? null : asked);
        }
    }

    /** Why something is left alone. */
    public enum Reason {
        /** A limit on requests or tokens. */
        RATE_LIMITED,
        /** 5xx. */
        FAILING,
        /** No HTTP answer. */
        UNREACHABLE,
        /** The account does not have the model. */
        MODEL_MISSING,
        /** The account has to be paid for. */
        UNPAID,
        /** The account is suspended. */
        SUSPENDED,
        /** 401, or 403 with no better reason. */
        CREDENTIAL_REFUSED,
        /** The circuit breaker of the provider's endpoint is open. */
        CIRCUIT_OPEN
    }
}
