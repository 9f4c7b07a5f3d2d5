package io.ninerouter.gateway.snapshot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The snapshot in use. A request takes it once and keeps it. Thread-safe. */
public final class SnapshotHolder implements Newest {
    private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Snapshot> current = new AtomicReference<>();

    private final Consumer<Snapshot> before;

    /** One that prepares nothing. */
    public SnapshotHolder() {
        this(_ -> {});
    }

    /** @param before makes ready what requests will need of a snapshot, before it is put in use */
    public SnapshotHolder(Consumer<Snapshot> before) {
        this.before = before;
    }

    /** The snapshot in use; null until the first has come. */
    public @Nullable Snapshot current() {
        return current.get();
    }

    @Override
    public @Nullable Snapshot get() {
        return current();
    }

    @Override
    public Runnable onChange(Runnable changed) {
        // Two may be equal: each has its own end.
        Object own = new Object();
        listeners.put(own, changed);
        return () -> listeners.remove(own);
    }

    /** Puts a new one in use; gives the old one back, null if there was none. */
    public @Nullable Snapshot swap(Snapshot next) {
        before.accept(next);
        Snapshot last = current.getAndSet(next);
        listeners.values().forEach(Runnable::run);
        return last;
    }
}
