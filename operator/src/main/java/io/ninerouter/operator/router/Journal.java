package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which objects of one kind something was heard, in order: whoever has read all of them reads those alone the next time. Of
 * what is long ago it knows only that there was something. Thread-safe.
 */
final class Journal {
    /** More than a second of changes; whoever missed more of them reads everything. */
    static final int KEPT = 1_024;

    private final ResourceID[] newest = new ResourceID[KEPT];
    private long count;

    /** Something was heard of an object; the cache holds it already. */
    synchronized void add(ResourceID id) {
        newest[(int) (count % KEPT)] = id;
        count++;
    }

    /** How often something was heard. */
    synchronized long count() {
        return count;
    }

    /** The objects of which something was heard since there were so many entries; null = not known any more. */
    synchronized @Nullable Set<ResourceID> since(long earlier) {
        if (earlier < 0 || count - earlier > KEPT) {
            return null;
        }
        Set<ResourceID> ids = new HashSet<>();
        for (long i = earlier; i < count; i++) {
            ids.add(newest[(int) (i % KEPT)]);
        }
        return ids;
    }
}
