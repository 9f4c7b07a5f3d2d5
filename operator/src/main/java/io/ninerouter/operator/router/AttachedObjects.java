package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind that attach to one Router. What has not changed is the very instance that was read before, so that
 * whatever was made of it can be found again. One thread at a time.
 */
final class AttachedObjects<S, T extends CustomResource<S, ?>> {
    private final Kind kind;
    private Map<String, Seen<S>> byUid = Map.of();
    private List<Declared<S>> objects = List.of();
    private long read = -1;

    AttachedObjects(Kind kind) {
        this.kind = kind;
    }

    /**
     * Reads, the oldest first.
     *
     * @param changes how often something has changed; as long as it is the same the objects are
     * @param attached all of them, now
     */
    List<Declared<S>> read(long changes, Supplier<Stream<T>> attached) {
        if (changes != read) {
            Map<String, Seen<S>> next = new HashMap<>(2 * byUid.size());
            List<Declared<S>> all = new ArrayList<>(byUid.size() + 1);
            attached.get().forEach(object -> {
                String uid = Objects.requireNonNullElse(object.getMetadata().getUid(), "");
                Seen<S> seen = see(byUid.get(uid), object);
                next.put(uid, seen);
                all.add(seen.declared());
            });
            all.sort(Declared.OLDEST_FIRST);
            objects = all.equals(objects) ? objects : List.copyOf(all);
            byUid = next;
            read = changes;
        }
        return objects;
    }

    private Seen<S> see(@Nullable Seen<S> before, T object) {
        if (before != null && before.object().equals(object)) {
            return before;
        }
        if (before != null
                && before.declared().generation() == AttachedKind.generation(object)
                && before.declared().spec().equals(object.getSpec())) {
            return new Seen<>(object, before.declared());
        }
        return new Seen<>(object, ObjectReader.declared(object, kind, object.getSpec()));
    }

    /**
     * An object as it was read.
     *
     * @param object the instance of the cache: a write of its status brings another one with the same spec
     */
    private record Seen<S>(CustomResource<S, ?> object, Declared<S> declared) {}
}
