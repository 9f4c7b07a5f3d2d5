package io.ninerouter.gateway.snapshot;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The snapshot as it is by now, for what may have changed since a request began. Thread-safe. */
@FunctionalInterface
public interface Newest extends Supplier<@Nullable Snapshot> {

    /**
     * Has something run each time that there is a newer one, on whatever thread brings it: it must be quick.
     *
     * @return ends it
     */
    default Runnable onChange(Runnable changed) {
        return () -> {};
    }
}
