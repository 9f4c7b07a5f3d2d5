package io.ninerouter.gateway.health;

/**
 * Bounds what is asked of an endpoint once more because it failed: {@code retries <= share * requests + burst + floor *
 * seconds}. So an endpoint that fails is not asked many times as much as one that works. A token bucket; not thread-safe,
 * the clock is an argument.
 */
final class RetryBudget {
    /** A fifth of the requests. */
    static final double SHARE = 0.2;

    /** A second, however few requests there are. */
    static final int FLOOR = 10;

    /** There from the beginning, and again after a quiet while. */
    static final int BURST = 100;

    /** Shares of requests saved up at most: what is asked at once in great numbers may also fail in great numbers. */
    static final int SAVED = 1_000;

    /** Counted in thousandths, so that nothing is lost in rounding. */
    private static final long ONE = 1_000;

    private static final long FULL = BURST * ONE;
    private static final long MOST = SAVED * ONE;

    private long tokens = FULL;
    private long since = Long.MIN_VALUE;

    /** A request is sent. */
    void request(long now) {
        fill(now);
        tokens = Math.min(MOST, tokens + (long) (SHARE * ONE));
    }

    /** Whether a request may be sent once more; takes from the budget if so. */
    boolean retry(long now) {
        fill(now);
        if (tokens < ONE) {
            return false;
        }
        tokens -= ONE;
        return true;
    }

    private void fill(long now) {
        if (since != Long.MIN_VALUE && now > since && tokens < FULL) {
            // A thousand milliseconds of a thousand thousandths.
            tokens = Math.min(FULL, tokens + Math.min(now - since, FULL) * FLOOR);
        }
        since = Math.max(since, now);
    }
}
