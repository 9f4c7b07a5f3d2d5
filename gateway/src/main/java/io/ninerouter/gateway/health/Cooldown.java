package io.ninerouter.gateway.health;

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

    /** Why something is left alone. */
    public enum Reason {
        /** 429. */
        RATE_LIMITED,
        /** 5xx. */
        FAILING,
        /** No HTTP answer. */
        UNREACHABLE,
        /** 401 or 403. */
        CREDENTIAL_REFUSED
    }
}
