package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.OldestFirst;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind that attach to one Router. What has not changed is the very instance that was read before, so that
 * whatever was made of it can be found again; of thousands of objects only those are read of which something was heard. One
 * thread at a time.
 */
final class AttachedObjects<S, T extends CustomResource<S, ?>> {
    /** Everything is read this often, if anything was heard: nobody has to believe that each event comes. */
    static final Duration THOROUGH = Duration.ofMinutes(1);

    private final Kind kind;
    private final Map<ResourceID, Seen<S>> byId = new HashMap<>();
    private OldestFirst<S> objects = OldestFirst.of(List.of());
    private long place = -1;
    private long changes = -1;
    private Instant looked = Instant.MIN;

    AttachedObjects(Kind kind) {
        this.kind = kind;
    }

    /** Where the objects stand. */
    interface Source<T> {
        /** How often something was heard of any of them. */
        long changes();

        /** Of which something was heard since that was so many times; null = any may be. */
        @Nullable
        Set<ResourceID> changedSince(long changes);

        /** All that attach, now. */
        Stream<T> all();

        /** One of them, now, if it is there and attaches. */
        Optional<T> find(ResourceID id);
    }

    /**
     * Reads, the oldest first.
     *
     * @param place as long as it is the same, which objects attach follows from each of them alone
     */
    OldestFirst<S> read(long place, Source<T> source, Instant now) {
        // Counted before they are read: what changes meanwhile is read the next time.
        long heard = source.changes();
        if (place != this.place || heard != changes) {
            boolean thorough = place != this.place || looked.plus(THOROUGH).isBefore(now);
            Set<ResourceID> some = thorough ? null : source.changedSince(changes);
            if (some == null) {
                readAll(source);
                looked = now;
            } else {
                readSome(some, source);
            }
            this.place = place;
            changes = heard;
        }
        return objects;
    }

    private void readAll(Source<T> source) {
        Map<ResourceID, Seen<S>> before = Map.copyOf(byId);
        List<Declared<S>> all = new ArrayList<>(objects.size() + 1);
        byId.clear();
        source.all().forEach(object -> {
            ResourceID id = ResourceID.fromResource(object);
            Seen<S> seen = see(before.get(id), object);
            byId.put(id, seen);
            all.add(seen.declared());
        });
        OldestFirst<S> ordered = OldestFirst.of(all);
        objects = ordered.equals(objects) ? objects : ordered;
    }

    private void readSome(Set<ResourceID> some, Source<T> source) {
        List<Declared<S>> without = new ArrayList<>();
        List<Declared<S>> with = new ArrayList<>();
        for (ResourceID id : some) {
            Seen<S> before = byId.remove(id);
            Seen<S> after = source.find(id).map(object -> see(before, object)).orElse(null);
            if (after != null) {
                byId.put(id, after);
            }
            Declared<S> old = before == null ? null : before.declared();
            Declared<S> declared = after == null ? null : after.declared();
            if (!Objects.equals(old, declared)) {
                Stream.ofNullable(old).forEach(without::add);
                Stream.ofNullable(declared).forEach(with::add);
            }
        }
        objects = with.isEmpty() && without.isEmpty() ? objects : objects.with(with, without);
    }

    private Seen<S> see(@Nullable Seen<S> before, T object) {
        if (before != null && before.object().equals(object)) {
            return before;
        }
        Declared<S> declared = ObjectReader.declared(object, kind, object.getSpec());
        return new Seen<>(object, before != null && before.declared().equals(declared) ? before.declared() : declared);
    }

    /**
     * An object as it was read.
     *
     * @param object the instance of the cache: a write of its status brings another one with the same spec
     */
    private record Seen<S>(CustomResource<S, ?> object, Declared<S> declared) {}
}
