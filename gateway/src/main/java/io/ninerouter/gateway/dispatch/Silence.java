package io.ninerouter.gateway.dispatch;

import io.ninerouter.config.GatewayConfig.Timeouts;
import java.util.concurrent.TimeUnit;

/**
 * Decides what a silence calls for during one upstream call: nothing yet, a sign of life to the caller, or an end. Pure:
 * every time is an argument, nanoseconds of one monotonic clock. Not thread-safe.
 */
final class Silence {
    /** What is left of an answer after its last word (an end of chunks, a closing connection) comes at once or not at all. */
    static final long LINGER_MILLIS = 1_000;

    private final long firstByte;
    private long idle;
    private final long keepAlive;
    private final long begun;
    private long received;
    private long sent;
    private boolean answered;

    /**
     * Begins with the request.
     *
     * @param keepAliveMillis 0 = no signs of life
     */
    Silence(Timeouts timeouts, long keepAliveMillis, long now) {
        firstByte = TimeUnit.MILLISECONDS.toNanos(timeouts.firstByteMillis());
        idle = TimeUnit.MILLISECONDS.toNanos(timeouts.idleMillis());
        keepAlive = keepAliveMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(keepAliveMillis);
        begun = now;
        received = now;
        sent = now;
    }

    /** The provider sent something. */
    void received(long now) {
        answered = true;
        received = now;
    }

    /** The last word was said: an end or an error. Nothing that matters can follow, so less is waited. */
    void concluded() {
        idle = Math.min(idle, TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS));
    }

    /** Something went out to the caller. */
    void sent(long now) {
        sent = now;
    }

    /**
     * What is called for now.
     *
     * @param flowing whether the caller has got the head of a stream: only then can it get signs of life
     * @param paused whether the provider is silent because the caller does not read
     */
    Due due(long now, boolean flowing, boolean paused) {
        if (paused) {
            received = now;
        } else if (untilTooLate(now) <= 0) {
            return Due.TOO_LATE;
        }
        return flowing && !paused && keepAlive - (now - sent) <= 0 ? Due.KEEP_ALIVE : Due.NOTHING;
    }

    /** Nanoseconds until it makes sense to ask again; at least 1. */
    long untilNext(long now) {
        long next = untilTooLate(now);
        if (keepAlive != Long.MAX_VALUE) {
            long alive = keepAlive - (now - sent);
            // Not possible right now (within an event, nothing sent yet): look again after another such time.
            next = Math.min(next, alive > 0 ? alive : keepAlive);
        }
        return Math.max(1, next);
    }

    /** How long the provider was given, milliseconds: for the message. */
    long boundMillis() {
        return TimeUnit.NANOSECONDS.toMillis(answered ? idle : firstByte);
    }

    /** Whether the provider has sent anything. */
    boolean answered() {
        return answered;
    }

    private long untilTooLate(long now) {
        return answered ? idle - (now - received) : firstByte - (now - begun);
    }

    /** What a silence calls for. */
    enum Due {
        /** Wait. */
        NOTHING,
        /** Tell the caller that somebody is there. */
        KEEP_ALIVE,
        /** Give the call up. */
        TOO_LATE
    }
}
