package io.ninerouter.gateway.limits;

/** How much is asked for in a minute, by what was asked for of late: what lies 20 s back counts half. Not thread-safe. */
final class Pace {
    private static final double HALF_LIFE = 20_000;
    private static final double TAU = HALF_LIFE / Math.log(2);

    private double weight;
    private long weighedAt;

    Pace(long nowMillis) {
        weighedAt = nowMillis;
    }

    void add(long amount, long nowMillis) {
        fade(nowMillis);
        weight += amount;
    }

    /** A minute's worth. */
    double perMinute(long nowMillis) {
        fade(nowMillis);
        return weight / TAU * 60_000;
    }

    /** The same in two digits, so that what is steady is said alike; 0 when it is next to nothing. */
    long said(long nowMillis) {
        return rounded(perMinute(nowMillis));
    }

    /** In two digits. */
    static long rounded(double amount) {
        if (amount < 1) {
            return 0;
        }
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(amount)) - 1));
        return (long) (Math.ceil(amount / unit) * unit);
    }

    private void fade(long nowMillis) {
        if (nowMillis > weighedAt) {
            weight *= Math.exp(-(nowMillis - weighedAt) / TAU);
            weighedAt = nowMillis;
        }
    }
}
