package io.ninerouter.gateway.limits;

/**
 * An allowance that fills as time passes: at so much a minute, up to what a minute brings. Of the burst that it may hold and
 * of what comes in, no more is ever taken in a minute than the two together. What turns out to have been more than was taken
 * becomes a debt, which time pays back. Times are milliseconds of a clock that may stand still, but whose steps back count as
 * standing still. Not thread-safe.
 */
final class Bucket {
    private static final double MINUTE = 60_000;

    /** What many small additions may lose. */
    private static final double ROUNDING = 1e-6;

    private double perMinute;
    private double level;
    private long filledAt;

    /** Begins full. */
    Bucket(double perMinute, long nowMillis) {
        this.perMinute = perMinute;
        this.level = capacity();
        this.filledAt = nowMillis;
    }

    /** At another pace from now on; what is there stays, as far as it has room. */
    void pace(double nextPerMinute, long nowMillis) {
        if (nextPerMinute != perMinute) {
            fill(nowMillis);
            perMinute = nextPerMinute;
            level = Math.min(level, capacity());
        }
    }

    /**
     * Takes an amount if there is enough; more than it ever holds is taken when it is full.
     *
     * @return whether it was taken
     */
    boolean take(long amount, long nowMillis) {
        if (!has(amount, nowMillis)) {
            return false;
        }
        level -= amount;
        return true;
    }

    /** Whether {@link #take} would take it. */
    boolean has(long amount, long nowMillis) {
        fill(nowMillis);
        return level + ROUNDING >= Math.min((double) amount, capacity());
    }

    /** What was taken turned out to be more by so much, or less where it is negative. */
    void correct(long more, long nowMillis) {
        fill(nowMillis);
        level = Math.min(level - more, capacity());
    }

    /** What could be taken now; at least 0. */
    double left(long nowMillis) {
        fill(nowMillis);
        return Math.max(0, level);
    }

    /** How long until an amount can be taken, if nobody else takes any; 0 = now. */
    long millisUntil(long amount, long nowMillis) {
        fill(nowMillis);
        double missing = Math.min((double) amount, capacity()) - level;
        if (missing <= ROUNDING) {
            return 0;
        }
        return perMinute <= 0 ? Long.MAX_VALUE : (long) Math.ceil(missing / perMinute * MINUTE);
    }

    /** Whether nothing was taken that time has not brought back. */
    boolean isFull(long nowMillis) {
        fill(nowMillis);
        return level + ROUNDING >= capacity();
    }

    /** A part of one is no use to anybody. */
    private double capacity() {
        return Math.max(1, perMinute);
    }

    private void fill(long nowMillis) {
        if (nowMillis > filledAt) {
            level = Math.min(capacity(), level + (nowMillis - filledAt) * perMinute / MINUTE);
            filledAt = nowMillis;
        }
    }
}
