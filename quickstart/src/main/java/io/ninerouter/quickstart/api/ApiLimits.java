package io.ninerouter.quickstart.api;

import io.ninerouter.quickstart.api.store.StoreLimits;
import java.time.Duration;

/**
 * Bounds of the server.
 *
 * @param maxRequestBytes the largest body that is read; a larger one is refused with 413
 * @param store what the store keeps besides the objects
 * @param bookmarkInterval how long a watch may be idle before its client, if it allows, gets a bookmark
 */
public record ApiLimits(int maxRequestBytes, StoreLimits store, Duration bookmarkInterval) {

    /** As a real API server has them, with less history. */
    public static final ApiLimits DEFAULT = new ApiLimits(3 << 20, StoreLimits.DEFAULT, Duration.ofSeconds(30));

    /** Refuses bounds that let nothing through. */
    public ApiLimits {
        if (maxRequestBytes < 1) {
            throw new IllegalArgumentException("maxRequestBytes: " + maxRequestBytes + " (expected: >= 1)");
        }
        if (!bookmarkInterval.isPositive()) {
            throw new IllegalArgumentException("bookmarkInterval: " + bookmarkInterval + " (expected: > 0)");
        }
    }
}
