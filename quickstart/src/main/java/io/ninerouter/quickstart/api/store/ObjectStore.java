package io.ninerouter.quickstart.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All objects, in memory, under one ever growing revision. Writes compare and set: whoever bases one on a version that
 * is no longer the last gets nothing back and tries again. Thread-safe; what it hands out is shared and never changed.
 */
public final class ObjectStore {

    private static final class Shelf {
        private final NavigableMap<ObjectKey, Stored> objects = new TreeMap<>();
        private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
        private final History history;

        Shelf(History history) {
            this.history = history;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Shelf> shelves = new HashMap<>();
    private final List<Consumer<StoreEvent>> listeners = new CopyOnWriteArrayList<>();
    private final StoreLimits limits;
    private final long firstRevision;
    private long revision;

    /**
     * An empty store.
     *
     * @param firstRevision where counting starts; higher than any an earlier store reached, so that its clients are
     *     told to list again
     */
    public ObjectStore(long firstRevision, StoreLimits limits) {
        this.firstRevision = firstRevision;
        this.revision = firstRevision;
        this.limits = limits;
    }

    /** Is told of every change in order, under the store's lock and before any subscriber: to be quick, no writes. */
    public void addListener(Consumer<StoreEvent> listener) {
        listeners.add(listener);
    }

    /** The revision of the last write. */
    public long revision() {
        return locked(() -> revision);
    }

    /** The last version of an object. */
    public Optional<Stored> get(String collection, ObjectKey key) {
        return locked(() -> Optional.ofNullable(shelf(collection).objects.get(key)));
    }

    /** The objects of a collection in key order, and the revision they were read at; all namespaces when empty. */
    public Listing list(String collection, String namespace) {
        return locked(() -> new Listing(objects(collection, namespace), revision));
    }

    /** Adds an object; empty when its key is taken. The document is the store's from now on. */
    public Optional<Stored> insert(String collection, ObjectKey key, ObjectNode object) {
        return locked(() -> {
            Shelf shelf = shelf(collection);
            if (shelf.objects.containsKey(key)) {
                return Optional.empty();
            }
            Stored stored = next(key, object);
            shelf.objects.put(key, stored);
            publish(shelf, new StoreEvent(StoreEvent.Kind.ADDED, collection, stored, null));
            return Optional.of(stored);
        });
    }

    /** Replaces a version of an object; empty when it is no longer the last. The document is the store's from now on. */
    public Optional<Stored> replace(String collection, Stored expected, ObjectNode object) {
        return locked(() -> {
            Shelf shelf = shelf(collection);
            if (!isLast(shelf, expected)) {
                return Optional.empty();
            }
            Stored stored = next(expected.key(), object);
            shelf.objects.put(expected.key(), stored);
            publish(shelf, new StoreEvent(StoreEvent.Kind.MODIFIED, collection, stored, expected));
            return Optional.of(stored);
        });
    }

    /** Removes a version of an object; empty when it is no longer the last. */
    public Optional<Stored> remove(String collection, Stored expected) {
        return locked(() -> {
            Shelf shelf = shelf(collection);
            if (!isLast(shelf, expected)) {
                return Optional.empty();
            }
            shelf.objects.remove(expected.key());
            Stored last = next(expected.key(), expected.object().deepCopy());
            publish(shelf, new StoreEvent(StoreEvent.Kind.DELETED, collection, last, expected));
            return Optional.of(last);
        });
    }

    /** Follows a collection from now on, beginning with what there is. */
    public Subscription subscribe(String collection) {
        return locked(() -> {
            Shelf shelf = shelf(collection);
            return opened(
                    shelf,
                    new Subscription(
                            List.copyOf(shelf.objects.values()),
                            List.of(),
                            revision,
                            limits.watchQueue(),
                            closer(shelf)));
        });
    }

    /**
     * Follows a collection from a revision on.
     *
     * @throws StatusException 410 when changes since then have been forgotten, or the revision is not of this store
     */
    public Subscription resume(String collection, long since) {
        return locked(() -> {
            Shelf shelf = shelf(collection);
            List<StoreEvent> missed = (since > revision
                            ? Optional.<List<StoreEvent>>empty()
                            : shelf.history.since(since))
                    .orElseThrow(() ->
                            StatusException.expired("too old resource version: %d (%d)".formatted(since, revision)));
            return opened(shelf, new Subscription(List.of(), missed, revision, limits.watchQueue(), closer(shelf)));
        });
    }

    /** A revision up to which a subscriber has been handed everything, given the last it took. */
    public long seenBy(Subscription subscription, long lastTaken) {
        return locked(() -> subscription.drained() ? revision : lastTaken);
    }

    /** The collections that hold objects. */
    public Collection<String> collections() {
        return locked(() -> shelves.entrySet().stream()
                .filter(shelf -> !shelf.getValue().objects.isEmpty())
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Ends every subscription of a collection whose type is no longer served. */
    public void cut(String collection) {
        List<Subscription> open = locked(() -> List.copyOf(shelf(collection).subscriptions));
        open.forEach(Subscription::close);
    }

    private List<Stored> objects(String collection, String namespace) {
        NavigableMap<ObjectKey, Stored> objects = shelf(collection).objects;
        if (namespace.isEmpty()) {
            return List.copyOf(objects.values());
        }
        // No namespace holds a NUL, so the next possible key after all of this namespace is namespace + NUL.
        return List.copyOf(objects.subMap(new ObjectKey(namespace, ""), new ObjectKey(namespace + "\0", ""))
                .values());
    }

    private static boolean isLast(Shelf shelf, Stored expected) {
        Stored last = shelf.objects.get(expected.key());
        return last != null && last.revision() == expected.revision();
    }

    private Stored next(ObjectKey key, ObjectNode object) {
        revision++;
        Json.ensureObject(object, "metadata").put("resourceVersion", Long.toString(revision));
        return new Stored(key, object, revision, Json.weight(object));
    }

    private void publish(Shelf shelf, StoreEvent event) {
        shelf.history.add(event);
        listeners.forEach(listener -> listener.accept(event));
        shelf.subscriptions.forEach(subscription -> subscription.offer(event));
    }

    private static Subscription opened(Shelf shelf, Subscription subscription) {
        shelf.subscriptions.add(subscription);
        return subscription;
    }

    private static Subscription.Closer closer(Shelf shelf) {
        return shelf.subscriptions::remove;
    }

    private Shelf shelf(String collection) {
        return shelves.computeIfAbsent(collection, name -> new Shelf(new History(limits, firstRevision)));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Objects at one moment.
     *
     * @param objects in key order
     * @param revision the moment
     */
    public record Listing(List<Stored> objects, long revision) {

        /** Copies its list. */
        public Listing {
            objects = List.copyOf(objects);
        }
    }
}
