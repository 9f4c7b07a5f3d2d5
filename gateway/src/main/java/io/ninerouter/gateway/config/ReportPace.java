package io.ninerouter.gateway.config;

/**
 * When the next report is written. The first change after a quiet time is told at once; changes that come close together make
 * few reports. Between two reports the API server has at least twice as long a rest as the last one took: where many gateways
 * or a busy server make writes slow, there are fewer of them, and nobody has to set how many. Pure; all times are nanoseconds
 * of one clock. Not thread-safe.
 */
final class ReportPace {
    private static final long MILLI = 1_000_000;

    /** What comes together, such as a new configuration with new credentials, is one report. */
    private static final long TOGETHER = 5 * MILLI;

    /** Least rest between two reports. */
    private static final long REST = 20 * MILLI;

    /** Most rest, however slow the last write was: a failure has its own pause. */
    private static final long LONGEST_REST = 1_000 * MILLI;

    /** What traffic teaches is worth a report within a second; it comes with every request. */
    private static final long LEARNT = 100 * MILLI;

    private static final long LEARNT_REST = 300 * MILLI;

    private boolean anything;
    private boolean writing;
    private long begun;
    private long ended;
    private long took;

    /** A report is written from now on. */
    void begins(long now) {
        anything = true;
        writing = true;
        begun = now;
    }

    /** It was written, or could not be. */
    void ends(long now) {
        writing = false;
        ended = now;
        took = now - begun;
    }

    /** How long a change that somebody waits for has to wait. */
    long untilChange(long now) {
        return wait(now, TOGETHER, Math.clamp(2 * took, REST, LONGEST_REST));
    }

    /** How long what traffic has taught has to wait. */
    long untilLearnt(long now) {
        return wait(now, LEARNT, LEARNT_REST);
    }

    private long wait(long now, long least, long rest) {
        long since = writing ? 0 : now - ended;
        return anything ? Math.max(least, rest - since) : least;
    }
}
