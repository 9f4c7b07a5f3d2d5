package io.ninerouter.gateway.health;

/**
 * The circuit breaker of one endpoint: after too many failures nothing is sent for a while, then one request probes. It
 * counts what says something of the endpoint ({@link Fault.Scope#PROVIDER}) and what proves that it lives (any other
 * answer). Not thread-safe; clock and chance are arguments.
 *
 * <ul>
 *   <li>Closed: opens after {@value #IN_A_ROW} failures in a row, or when at least half of at least {@value #FEW} results
 *       failed in a window of {@value #WINDOW_MILLIS} ms; in either case not within {@value #PATIENCE_MILLIS} ms of the
 *       first: one account that refuses a burst at once is faster than all the good answers of the others.
 *   <li>Open: for {@value #FIRST_PAUSE_MILLIS} ms, twice as long after each failed probe, at most
 *       {@value #LONGEST_PAUSE_MILLIS} ms, up to a quarter more by chance.
 *   <li>Half open: one request at a time may probe. Success closes, failure opens again; one that says nothing makes room
 *       for the next. A probe that is not heard of for {@value #PROBE_MILLIS} ms does too.
 * </ul>
 */
final class Breaker {
    static final int IN_A_ROW = 8;
    static final int FEW = 20;
    static final long WINDOW_MILLIS = 30_000;
    static final long PATIENCE_MILLIS = 1_000;
    static final long FIRST_PAUSE_MILLIS = 2_000;
    static final long LONGEST_PAUSE_MILLIS = 60_000;
    static final long PROBE_MILLIS = 180_000;

    private static final long NEVER = Long.MIN_VALUE;

    private int row;
    private long rowSince = NEVER;
    private int results;
    private int failures;
    private long windowSince = NEVER;
    /** 0 = closed. */
    private int openings;

    private long openUntil = NEVER;
    private long probeSince = NEVER;

    /** Until when nothing may be sent, epoch milliseconds; at or before now = something may. Takes nothing. */
    long closedTo(long now) {
        if (openings == 0) {
            return now;
        }
        return probing(now) ? Math.max(openUntil, now + 1) : openUntil;
    }

    /** Whether a request may be sent; when the breaker is half open it is the probe, and {@link #heard} must follow. */
    boolean admit(long now) {
        if (openings == 0) {
            return true;
        }
        if (now < openUntil || probing(now)) {
            return false;
        }
        probeSince = now;
        return true;
    }

    /** What became of a request. */
    void heard(Verdict verdict, long now, double jitter) {
        switch (verdict) {
            case LIVES -> lives(now);
            case FAILS -> fails(now, jitter);
            case SILENT -> probeSince = NEVER;
        }
    }

    private void lives(long now) {
        row = 0;
        if (openings > 0) {
            close();
        }
        count(now, 0);
    }

    private void close() {
        openings = 0;
        probeSince = NEVER;
        windowSince = NEVER;
    }

    private void fails(long now, double jitter) {
        if (openings > 0) {
            // One that was sent before it opened says nothing new; the probe does.
            if (probeSince != NEVER) {
                open(now, jitter);
            }
            return;
        }
        rowSince = row == 0 ? now : rowSince;
        row++;
        count(now, 1);
        boolean inARow = row >= IN_A_ROW && now - rowSince >= PATIENCE_MILLIS;
        boolean half = results >= FEW && failures * 2 >= results && now - windowSince >= PATIENCE_MILLIS;
        if (inARow || half) {
            open(now, jitter);
        }
    }

    private void open(long now, double jitter) {
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(openings, 10));
        openings++;
        openUntil = now + pause + (long) (pause * jitter / 4);
        probeSince = NEVER;
        row = 0;
    }

    private void count(long now, int failed) {
        if (windowSince == NEVER || now - windowSince >= WINDOW_MILLIS) {
            windowSince = now;
            results = 0;
            failures = 0;
        }
        results++;
        failures += failed;
    }

    private boolean probing(long now) {
        return probeSince != NEVER && now - probeSince < PROBE_MILLIS;
    }

    /** What a result says of the endpoint. */
    enum Verdict {
        /** It answers, be it with a refusal. */
        LIVES,
        /** It does not. */
        FAILS,
        /** Nothing: the caller left, or the request was not sent. */
        SILENT
    }
}
