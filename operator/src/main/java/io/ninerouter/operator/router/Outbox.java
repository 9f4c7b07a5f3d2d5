package io.ninerouter.operator.router;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that nobody waits for, several at a time. Those of one subject run one after the other, and one that has not begun
 * gives way to a newer one: however far the API server is behind, what is written last is what was wanted last. Thread-safe.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Executor pool;
    private final Map<String, Runnable> waiting = new HashMap<>();
    private final Set<String> running = new HashSet<>();
    private boolean closed;

    /** @param pool as many threads as may write at a time */
    Outbox(Executor pool) {
        this.pool = pool;
    }

    /**
     * Has something written soon; returns at once.
     *
     * @param subject what is written of; a newer write of it takes this one's place
     * @param write tells by itself what goes wrong
     */
    synchronized void post(String subject, Runnable write) {
        if (!closed) {
            waiting.put(subject, write);
            if (running.add(subject)) {
                pool.execute(() -> run(subject));
            }
        }
    }

    /** From now on nothing is begun any more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
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
