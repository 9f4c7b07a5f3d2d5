package io.ninerouter.gateway.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that a replica serves and refuses those over a bound. Thread-safe. */
public final class InFlight {
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Takes a place.
     *
     * @param max places that there are
     * @return whether there was one; then {@link #leave} must follow
     */
    public boolean enter(int max) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    public void leave() {
        count.decrementAndGet();
    }

    /** Requests that are being served. */
    public int count() {
        return count.get();
    }
}
