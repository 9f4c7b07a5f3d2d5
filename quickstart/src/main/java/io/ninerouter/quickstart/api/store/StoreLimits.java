package io.ninerouter.quickstart.api.store;

/**
 * Bounds of what the store keeps besides the objects themselves.
 *
 * @param historyEvents changes remembered a collection
 * @param historyWeight bytes, about, that these may keep alive a collection
 * @param watchQueue changes that may wait for one watcher before it is cut
 */
public record StoreLimits(int historyEvents, int historyWeight, int watchQueue) {

    /** What suits one machine with some thousand objects. */
    public static final StoreLimits DEFAULT = new StoreLimits(4_096, 8 << 20, 8_192);

    /** Refuses bounds that leave no room at all. */
    public StoreLimits {
        if (historyEvents < 1 || historyWeight < 1 || watchQueue < 1) {
            throw new IllegalArgumentException("store limits: %d, %d, %d (expected: each >= 1)"
                    .formatted(historyEvents, historyWeight, watchQueue));
        }
    }
}
