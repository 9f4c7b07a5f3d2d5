package io.ninerouter.gateway.snapshot;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The snapshot in use. A request takes it once and keeps it. Thread-safe. */
public final class SnapshotHolder {
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

    /** Puts a new one in use; gives the old one back, null if there was none. */
    public @Nullable Snapshot swap(Snapshot next) {
        before.accept(next);
        return current.getAndSet(next);
    }
}
