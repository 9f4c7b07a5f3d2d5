package io.ninerouter.gateway.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Bounds how many values a label has: the first so many are kept, all others are {@value #OTHER}. A value that is dropped
 * makes room. Thread-safe; a few more may be kept when many come at once.
 */
final class LabelCap {
    static final String OTHER = "other";

    private final Set<String> kept = ConcurrentHashMap.newKeySet();
    private final int most;

    LabelCap(int most) {
        this.most = most;
    }

    /** The value, or {@value #OTHER}. */
    String of(String value) {
        if (kept.contains(value)) {
            return value;
        }
        if (kept.size() >= most) {
            return OTHER;
        }
        kept.add(value);
        return value;
    }

    /** Makes room. */
    void retain(Predicate<String> still) {
        kept.removeIf(still.negate());
    }
}
