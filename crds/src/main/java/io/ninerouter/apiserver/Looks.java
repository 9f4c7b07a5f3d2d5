package io.ninerouter.apiserver;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is due one interval from now, once. The task neither blocks nor throws. */
interface Looks {
    /** Runs it later. */
    void next(Runnable look);

    /** On the JVM's common pool. */
    static Looks every(Duration interval) {
        return look -> CompletableFuture.delayedExecutor(interval.toNanos(), TimeUnit.NANOSECONDS)
                .execute(look);
    }
}
