package io.ninerouter.bench.load;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Counts while it is told to. Belongs to the event loop: every method is called there, but {@link #everybodyLeft()}.
 */
final class Tally {
    /** Those after these are like them. */
    private static final int TOLD = 50;

    private final long maxRequests;
    private final Consumer<LoadError> tells;
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private final CompletableFuture<Void> everybodyLeft = new CompletableFuture<>();
    private int present;
    private final Times times = new Times();
    private boolean counting;
    private boolean over;
    private long startedAt;
    private long requests;
    private long events;
    private long errors;
    private String firstError = "";

    /** @param tells hears of the first errors, each when it happens */
    Tally(int connections, long maxRequests, Consumer<LoadError> tells) {
        this.tells = tells;
        this.present = connections;
        this.maxRequests = maxRequests;
    }

    void begin() {
        counting = true;
        startedAt = System.nanoTime();
    }

    void end() {
        if (over) {
            return;
        }
        over = true;
        long nanos = System.nanoTime() - startedAt;
        result.complete(new LoadResult(requests, events, errors, nanos, times.summary(), firstError));
    }

    /** An answer was complete so many nanoseconds after its request was sent. */
    void request(long nanos) {
        if (counting && !over) {
            requests++;
            times.add(nanos);
            if (requests >= maxRequests) {
                end();
            }
        }
    }

    void events(int count) {
        if (counting && !over) {
            events += count;
        }
    }

    /**
     * Counts from the start, the ramp included: a benchmark of errors is none.
     *
     * @param what in short
     */
    void error(String what, LoadError error) {
        if (!over) {
            errors++;
            firstError = firstError.isEmpty() ? what.lines().findFirst().orElse("") : firstError;
            if (errors <= TOLD) {
                tells.accept(error);
            }
        }
    }

    void left() {
        present--;
        if (present == 0) {
            end();
            everybodyLeft.complete(null);
        }
    }

    boolean over() {
        return over;
    }

    /** Completes when counting has ended. */
    CompletableFuture<LoadResult> result() {
        return result;
    }

    /** Completes when the last connection is closed. */
    CompletableFuture<Void> everybodyLeft() {
        return everybodyLeft;
    }
}
