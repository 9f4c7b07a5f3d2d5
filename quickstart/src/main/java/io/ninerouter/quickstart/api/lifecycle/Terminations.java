package io.ninerouter.quickstart.api.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.Deletions;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.store.Stored;
import io.ninerouter.quickstart.api.type.BuiltInTypes;
import io.ninerouter.quickstart.api.type.ResourceType;
import java.util.List;

/** Empties namespaces and definitions that are being deleted, then lets them go. */
final class Terminations {

    private final Chores chores;

    Terminations(Chores chores) {
        this.chores = chores;
    }

    /** Goes on with deleting a namespace or definition, if that is what this is. */
    void tend(ObjectRef ref) {
        chores.read(ref).filter(Metadata::isDeleting).ifPresent(object -> {
            if (ref.collection().equals(BuiltInTypes.NAMESPACES)) {
                namespace(ref);
            } else if (ref.collection().equals(BuiltInTypes.DEFINITIONS)) {
                definition(ref);
            }
        });
    }

    private void namespace(ObjectRef ref) {
        List<String> collections = chores.types().all().stream()
                .filter(ResourceType::namespaced)
                .map(ResourceType::collection)
                .distinct()
                .toList();
        boolean empty = true;
        for (String collection : collections) {
            empty &= emptied(collection, ref.key().name());
        }
        if (empty) {
            chores.change(ref, "namespace-controller", Terminations::finalizeNamespace);
        }
    }

    private static void finalizeNamespace(ObjectNode namespace) {
        Json.ensureObject(namespace, "spec").putArray("finalizers");
    }

    private void definition(ObjectRef ref) {
        if (emptied(ref.key().name(), "")) {
            chores.removeFinalizer(ref, Deletions.CLEANUP);
            chores.store().cut(ref.key().name());
        }
    }

    // Whether nothing is left; deletes what is.
    private boolean emptied(String collection, String namespace) {
        List<Stored> left = chores.store().list(collection, namespace).objects();
        for (Stored object : left) {
            if (!Metadata.isDeleting(object.object())) {
                chores.delete(new ObjectRef(collection, object.key()), object.object());
            }
        }
        return chores.store().list(collection, namespace).objects().isEmpty();
    }
}
