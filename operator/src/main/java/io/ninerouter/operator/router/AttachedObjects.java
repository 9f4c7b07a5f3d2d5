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
    private Map<String, Declared<S>> byUid = Map.of();
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
            Map<String, Declared<S>> next = new HashMap<>(2 * byUid.size());
            List<Declared<S>> all = new ArrayList<>(byUid.size() + 1);
            attached.get().forEach(object -> {
                String uid = Objects.requireNonNullElse(object.getMetadata().getUid(), "");
                Declared<S> declared = declared(byUid.get(uid), object);
                next.put(uid, declared);
                all.add(declared);
            });
            all.sort(Declared.OLDEST_FIRST);
            objects = all.equals(objects) ? objects : List.copyOf(all);
            byUid = next;
            read = changes;
        }
        return objects;
    }

    private Declared<S> declared(@Nullable Declared<S> before, T object) {
        if (before != null
                && before.generation() == AttachedKind.generation(object)
                && before.spec().equals(object.getSpec())) {
            return before;
        }
        return ObjectReader.declared(object, kind, object.getSpec());
    }
}
