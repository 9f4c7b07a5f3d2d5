package io.ninerouter.quickstart.api.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The changes of one collection from one moment on, without a gap. One thread takes from it; any may close it. A
 * watcher that lets its queue run full is cut: it lists again, as after any lost connection.
 */
public final class Subscription implements AutoCloseable {

    private final List<Stored> initial;
    private final List<StoreEvent> replay;
    private final long startRevision;
    private final BlockingQueue<Signal> queue;
    private final Runnable onClose;
    private volatile boolean closed;

    private sealed interface Signal {}

    private record Change(StoreEvent event) implements Signal {}

    private record Wake() implements Signal {}

    Subscription(List<Stored> initial, List<StoreEvent> replay, long startRevision, int capacity, Closer closer) {
        this.initial = List.copyOf(initial);
        this.replay = List.copyOf(replay);
        this.startRevision = startRevision;
        this.queue = new LinkedBlockingQueue<>(capacity);
        this.onClose = () -> closer.close(this);
    }

    /** Takes a subscription out of the store. */
    interface Closer {
        void close(Subscription subscription);
    }

    /** The objects there were at the start; empty when the subscription resumes an earlier one. */
    public List<Stored> initial() {
        return initial;
    }

    /** The changes between the revision that was resumed and the start, to be delivered first. */
    public List<StoreEvent> replay() {
        return replay;
    }

    /** The store's revision at the start. */
    public long startRevision() {
        return startRevision;
    }

    /**
     * The next change.
     *
     * @return empty when none came in time or the subscription was closed
     */
    public Optional<StoreEvent> poll(Duration patience) throws InterruptedException {
        Signal next = closed ? queue.poll() : queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        return next instanceof Change(StoreEvent event) ? Optional.of(event) : Optional.empty();
    }

    /** Whether no change waits. */
    boolean drained() {
        return queue.isEmpty();
    }

    /** Whether nothing more will come once what waits has been taken. */
    public boolean closed() {
        return closed;
    }

    /** The store's side: hands over a change, or cuts a watcher that is too slow. */
    void offer(StoreEvent event) {
        if (!queue.offer(new Change(event))) {
            close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
            // Wakes a waiting taker; when the queue is full nobody waits on it.
            var _ = queue.offer(new Wake());
        }
    }
}
