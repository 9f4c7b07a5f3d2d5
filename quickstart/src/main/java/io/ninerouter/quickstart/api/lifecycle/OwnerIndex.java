package io.ninerouter.quickstart.api.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.store.StoreEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is there, and who depends on whom, kept up to date by the store's events. Thread-safe. */
final class OwnerIndex {

    private final Map<String, ObjectRef> byUid = new HashMap<>();
    private final Map<String, Set<ObjectRef>> dependents = new HashMap<>();

    /** The uids an object names as its owners. */
    static List<String> owners(JsonNode object) {
        return object.path("metadata")
                .path("ownerReferences")
                .valueStream()
                .map(owner -> owner.path("uid").asText())
                .toList();
    }

    synchronized void accept(StoreEvent event) {
        ObjectRef ref = new ObjectRef(event.collection(), event.object().key());
        var previous = event.previous();
        if (previous != null) {
            owners(previous.object()).forEach(owner -> free(owner, ref));
        }
        ObjectNode object = event.object().object();
        String uid = Metadata.text(object, "uid");
        if (event.kind() == StoreEvent.Kind.DELETED) {
            byUid.remove(uid);
            return;
        }
        byUid.put(uid, ref);
        owners(object)
                .forEach(owner ->
                        dependents.computeIfAbsent(owner, u -> new HashSet<>()).add(ref));
    }

    private void free(String owner, ObjectRef dependent) {
        Set<ObjectRef> known = dependents.get(owner);
        if (known != null && known.remove(dependent) && known.isEmpty()) {
            dependents.remove(owner);
        }
    }

    synchronized boolean exists(String uid) {
        return byUid.containsKey(uid);
    }

    synchronized Optional<ObjectRef> find(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    synchronized List<ObjectRef> dependents(String uid) {
        return List.copyOf(dependents.getOrDefault(uid, Set.of()));
    }
}
