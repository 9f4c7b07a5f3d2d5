package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the reconciler remembers between two runs, by Router. All of it can be lost: it is computed again from the objects.
 * Thread-safe; one Router is reconciled by one thread at a time.
 */
final class ReconcilerState {
    private final Map<ResourceID, RouterMemory> memories = new ConcurrentHashMap<>();
    private final UpcomingKeys upcoming = new UpcomingKeys();
    private final Set<String> telling = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ObjectCaches caches;

    void caches(ObjectCaches prepared) {
        caches = prepared;
    }

    ObjectCaches caches() {
        return Objects.requireNonNull(caches, "caches: not prepared yet (expected: before the first event)");
    }

    /** The same; null before they are prepared. */
    @Nullable
    ObjectCaches prepared() {
        return caches;
    }

    /** Keys that wait to be written. */
    UpcomingKeys upcoming() {
        return upcoming;
    }

    RouterMemory of(ResourceID router) {
        return memories.getOrDefault(router, RouterMemory.EMPTY);
    }

    void put(ResourceID router, RouterMemory memory) {
        memories.put(router, memory);
    }

    /** Whether no status of an object is being written; then {@link #endTelling} must follow. */
    boolean beginTelling(String object) {
        return telling.add(object);
    }

    /** The write of an object's status is over. */
    void endTelling(String object) {
        telling.remove(object);
    }

    /** Forgets Routers that are gone. */
    void retain(Set<ResourceID> existing) {
        memories.keySet().retainAll(existing);
    }

    /** The Routers whose configuration holds an ApiKey. */
    Set<ResourceID> routersServing(ResourceID key) {
        ObjectRef ref = new ObjectRef(Kind.KEY, key.getNamespace().orElse(""), key.getName());
        return memories.entrySet().stream()
                .filter(entry -> entry.getValue().tracker().find(ref) != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
