package io.ninerouter.gateway.snapshot;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The snapshot in use. A request takes it once and keeps it. Thread-safe. */
public final class SnapshotHolder {
    private final AtomicReference<@Nullable Snapshot> current = new AtomicReference<>();

    /** The snapshot in use; null until the first has come. */
    public @Nullable Snapshot current() {
        return current.get();
    }

    /** Puts a new one in use; gives the old one back, null if there was none. */
    public @Nullable Snapshot swap(Snapshot next) {
        return current.getAndSet(next);
    }
}
