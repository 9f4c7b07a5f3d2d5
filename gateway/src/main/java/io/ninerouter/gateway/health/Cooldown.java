package io.ninerouter.gateway.health;

import io.ninerouter.config.CooldownReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why, how often and until when something is left alone.
 *
 * @param reason why
 * @param strikes failures in a row
 * @param untilMillis epoch milliseconds; at or before now = may be tried
 * @param shared whether it holds for every replica: the provider said it of the account, or said when to come back. What
 *     this replica has concluded by itself may be its own way to the provider
 */
public record Cooldown(Reason reason, int strikes, long untilMillis, boolean shared) {
    /** Longest that anything is left alone. */
    static final long MAX_MILLIS = Duration.ofDays(31).toMillis();

    /** What comes a little later than what is known is no news. */
    private static final long NEWS_MILLIS = 1_000;

    /** Whether it still holds. */
    public boolean cooling(long nowMillis) {
        return nowMillis < untilMillis;
    }

    /** Whether it still holds, and not only by this replica's own conclusion. */
    boolean asked(long nowMillis) {
        return shared && cooling(nowMillis);
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
        boolean shared = asked != null || blow.fault().holdsForAll();
        return new Cooldown(blow.reason(), strikes, Math.min(until, nowMillis + MAX_MILLIS), shared);
    }

    /** Whether other replicas should hear of the step from a state to another; null = untroubled. */
    static boolean isNews(@Nullable Cooldown before, @Nullable Cooldown after, long nowMillis) {
        boolean told = before != null && before.shared() && before.cooling(nowMillis);
        boolean tell = after != null && after.shared() && after.cooling(nowMillis);
        if (before == null || after == null || !told || !tell) {
            return told != tell;
        }
        return after.reason() != before.reason() || after.untilMillis() - before.untilMillis() >= NEWS_MILLIS;
    }

    /** The one that holds longer; null when neither is there. */
    static @Nullable Cooldown longer(@Nullable Cooldown one, @Nullable Cooldown other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.untilMillis() > one.untilMillis() ? other : one;
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
        RATE_LIMITED(CooldownReason.RATE_LIMITED),
        /** 5xx. */
        FAILING(CooldownReason.FAILING),
        /** No HTTP answer. */
        UNREACHABLE(null),
        /** The account does not have the model. */
        MODEL_MISSING(CooldownReason.MODEL_MISSING),
        /** The account has to be paid for. */
        UNPAID(CooldownReason.UNPAID),
        /** The account is suspended. */
        SUSPENDED(CooldownReason.SUSPENDED),
        /** 401, or 403 with no better reason. */
        CREDENTIAL_REFUSED(CooldownReason.CREDENTIAL_REFUSED),
        /** The circuit breaker of the provider's endpoint is open. */
        CIRCUIT_OPEN(null);

        private final @Nullable CooldownReason told;

        Reason(@Nullable CooldownReason told) {
            this.told = told;
        }

        /** How other replicas are told; null = each finds out for itself. */
        public @Nullable CooldownReason told() {
            return told;
        }

        /** What another replica has told; null for a reason that this release does not know. */
        static @Nullable Reason heard(String word) {
            for (Reason reason : values()) {
                if (reason.told != null && reason.told.word().equals(word)) {
                    return reason;
                }
            }
            return null;
        }
    }
}
