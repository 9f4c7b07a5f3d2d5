package io.ninerouter.operator.router;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that nobody waits for, several at a time. Those of one subject run one after the other, and one that has not begun
 * gives way to a newer one: however far the API server is behind, what is written last is what was wanted last. A write that
 * is likely to be out of date soon can be held back for a while, so that it gives way before it has cost anything. Thread-safe.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Executor pool;
    private final Timer timer;
    private final Map<String, Held> held = new HashMap<>();
    private final Map<String, Runnable> waiting = new HashMap<>();
    private final Set<String> running = new HashSet<>();
    private boolean closed;

    /**
     * An empty one.
     *
     * @param pool as many threads as may write at a time
     * @param timer for what is held back; may refuse what it is given once the operator ends
     */
    Outbox(Executor pool, Timer timer) {
        this.pool = pool;
        this.timer = timer;
    }

    /** Runs something later. */
    @FunctionalInterface
    interface Timer {
        /** Returns at once. */
        void schedule(Runnable task, Duration delay);
    }

    /**
     * Has something written soon; returns at once.
     *
     * @param subject what is written of; a newer write of it takes this one's place
     * @param write tells by itself what goes wrong
     */
    synchronized void post(String subject, Runnable write) {
        if (!closed) {
            held.remove(subject);
            waiting.put(subject, write);
            if (running.add(subject)) {
                pool.execute(() -> run(subject));
            }
        }
    }

    /**
     * Has something written unless something newer is to be written of the same subject before the patience ends. It is that
     * of the first write that is held back: subjects that change all the time are written all the same.
     */
    synchronized void post(String subject, Runnable write, Duration patience) {
        if (closed) {
            return;
        }
        if (waiting.containsKey(subject)) {
            // One that has not begun is due already: it is written as it is wanted now.
            waiting.put(subject, write);
            return;
        }
        Held before = held.get(subject);
        Held next = new Held(write, before == null ? new Object() : before.turn());
        held.put(subject, next);
        if (before == null) {
            try {
                timer.schedule(() -> due(subject, next.turn()), patience);
            } catch (RejectedExecutionException e) {
                LOG.debug("stopped while a write was held back");
            }
        }
    }

    private synchronized void due(String subject, Object turn) {
        Held one = held.get(subject);
        if (one != null && one.turn().equals(turn)) {
            post(subject, one.write());
        }
    }

    /** A write that is held back; its turn tells it from one that was held back before. */
    private record Held(Runnable write, Object turn) {}

    /** From now on nothing is begun any more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        held.clear();
    }

    private void run(String subject) {
        for (Runnable write = next(subject); write != null; write = next(subject)) {
            try {
                write.run();
            } catch (RuntimeException e) {
                // A mistake of ours: this thread is needed for what comes next.
                LOG.error("not written: {}", subject, e);
            }
        }
    }

    private synchronized @Nullable Runnable next(String subject) {
        Runnable next = waiting.remove(subject);
        if (next == null) {
            running.remove(subject);
        }
        return next;
    }
}
