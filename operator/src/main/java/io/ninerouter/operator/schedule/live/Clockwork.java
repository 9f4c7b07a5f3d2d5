package io.ninerouter.operator.schedule.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Begins what is due, and looks again when the next is, while this operator leads. Its user calls it under the lock that it
 * names; the timer takes that lock itself.
 */
public final class Clockwork {
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final Object lock;
    private final Work work;
    private @Nullable Future<?> next;
    private boolean leading;
    private boolean closed;

    /**
     * One that stands still.
     *
     * @param timer for what is due later; nothing that takes time runs on it
     * @param lock what {@code work} is guarded by
     */
    public Clockwork(ScheduledExecutorService timer, InstantSource clock, Object lock, Work work) {
        this.timer = timer;
        this.clock = clock;
        this.lock = lock;
        this.work = work;
    }

    /** What is to be begun. */
    @FunctionalInterface
    public interface Work {
        /** Begins what is due, and never waits; when the next is due, null = not before something changes. */
        @Nullable
        Instant begin(Instant now);
    }

    /** From now on what is due is begun. */
    public void lead() {
        leading = true;
        look();
    }

    /** From now on nothing is. */
    public void resign() {
        leading = false;
        look();
    }

    /** From now on nothing is, for good. */
    public void close() {
        closed = true;
        resign();
    }

    /** Something has changed: looks at once. False = the operator stops, there is no later. */
    public boolean look() {
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
            next = null;
        }
        if (closed || !leading) {
            return true;
        }
        Instant now = clock.instant();
        Instant at = work.begin(now);
        if (at == null) {
            return true;
        }
        try {
            long millis = Math.max(1, Duration.between(now, at).toMillis() + 1);
            next = timer.schedule(this::tick, millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void tick() {
        synchronized (lock) {
            look();
        }
    }
}
