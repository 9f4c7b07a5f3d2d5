package io.ninerouter.quickstart.provider;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what a provider sees. Thread-safe. */
final class Counters {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong activeStreams = new AtomicLong();
    private final AtomicLong cancelled = new AtomicLong();

    /** A request arrived; the answer is its number, from 1. */
    long request() {
        return requests.incrementAndGet();
    }

    /** A stream begins. */
    void streamStarted() {
        activeStreams.incrementAndGet();
    }

    /** A stream is over. */
    void streamEnded(boolean clientLeft) {
        if (clientLeft) {
            cancelled.incrementAndGet();
        }
        activeStreams.decrementAndGet();
    }

    /** The counts at this moment. */
    Activity now() {
        return new Activity(requests.get(), activeStreams.get(), cancelled.get());
    }
}
