package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.status.Heartbeats;
import java.time.Instant;
import java.util.Collection;
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
    private final Map<ResourceID, Publisher.Standing> standing = new ConcurrentHashMap<>();
    private final Map<ResourceID, Told> told = new ConcurrentHashMap<>();
    private final Map<ResourceID, RouterObjects> objects = new ConcurrentHashMap<>();
    private final Map<ResourceID, KeyRest> keys = new ConcurrentHashMap<>();
    private final Map<ResourceID, Heartbeats> heard = new ConcurrentHashMap<>();
    private final Problems problems = new Problems();
    private final Outbox outbox;
    private volatile @Nullable ObjectCaches caches;
    private volatile boolean resigned;

    ReconcilerState(Outbox outbox) {
        this.outbox = outbox;
    }

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

    /** What was published for a Router last, and is not known to stand once more is written; null = nothing is known. */
    Publisher.@Nullable Standing takeStanding(ResourceID router) {
        return standing.remove(router);
    }

    /** Something was published for a Router. */
    void standing(ResourceID router, Publisher.Standing now) {
        standing.put(router, now);
    }

    /** What a Router is compiled from. */
    RouterObjects objects(ResourceID router, Catalogue catalogue) {
        return objects.computeIfAbsent(router, id -> new RouterObjects(caches(), catalogue));
    }

    /** On what grounds the objects of a Router were told their statuses. */
    Told told(ResourceID router) {
        return told.computeIfAbsent(router, id -> new Told());
    }

    /** Whichever Router an object attaches to, its status is to be told as if none had been. */
    void forgetTold(ObjectRef ref) {
        told.values().forEach(each -> each.forget(ref));
    }

    /**
     * When the ApiKeys of a Router had been seen to.
     *
     * @param changes of whatever decides about keys, until then
     * @param until when the next of them is due for something; null = never
     */
    record KeyRest(long changes, @Nullable Instant until) {}

    /** Whether the ApiKeys of a Router need nothing, as nothing has changed since they had been seen to. */
    boolean keysRest(ResourceID router, long changes, Instant now) {
        KeyRest rest = keys.get(router);
        Instant until = rest == null ? null : rest.until();
        return rest != null
                && rest.changes() == changes
                && (until == null || now.isBefore(until))
                && upcoming.isEmpty();
    }

    /** The ApiKeys of a Router have been seen to. */
    void keysRest(ResourceID router, KeyRest rest) {
        keys.put(router, rest);
    }

    /** When the replicas of a Router were last heard of, these reports included. */
    Heartbeats heard(ResourceID router, Collection<Fleet.Reported> reported, Instant now) {
        return heard.merge(router, Heartbeats.NONE.next(reported, now), (before, first) -> before.next(reported, now));
    }

    /** Why something is not published. */
    Problems problems() {
        return problems;
    }

    /** Nothing more is written. */
    void resign() {
        resigned = true;
        outbox.close();
    }

    /**
     * Whether nothing may be written any more. To be asked after the caches were read: those of an operator that stops are
     * emptied, and what they hold no more would look deleted, keys and credentials among it.
     */
    boolean hasResigned() {
        return resigned;
    }

    /** What is written behind the loop. */
    Outbox outbox() {
        return outbox;
    }

    /** Forgets Routers that are gone. */
    void retain(Set<ResourceID> existing) {
        memories.keySet().retainAll(existing);
        told.keySet().retainAll(existing);
        standing.keySet().retainAll(existing);
        objects.keySet().retainAll(existing);
        keys.keySet().retainAll(existing);
        heard.keySet().retainAll(existing);
        problems.retain(existing);
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
