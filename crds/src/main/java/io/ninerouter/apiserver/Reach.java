package io.ninerouter.apiserver;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the server can be reached, as far as anything has shown. While it cannot, watches are not opened again at once:
 * each waits for the first word of the server, whoever gets it, and tries by itself now and then. So a server that is away is
 * not stormed, and all watches stand again within moments of its return. Thread-safe.
 */
final class Reach {
    private final Duration patience;
    private final AtomicReference<CompletableFuture<Boolean>> reached =
            new AtomicReference<>(CompletableFuture.completedFuture(true));

    /** @param patience how long one waits at most before it tries by itself */
    Reach(Duration patience) {
        this.patience = patience;
    }

    /** It has answered something. */
    void reached() {
        reached.get().complete(true);
    }

    /** A connection could not be opened. */
    void lost() {
        reached.updateAndGet(last -> last.isDone() ? new CompletableFuture<>() : last);
    }

    /** Completes, never exceptionally, when it is worth a try; with whether the server is known to be there. */
    CompletableFuture<Boolean> worthATry() {
        return reached.get().copy().completeOnTimeout(false, patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
