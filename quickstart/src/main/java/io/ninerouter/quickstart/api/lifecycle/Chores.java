package io.ninerouter.quickstart.api.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.resource.DeleteOptions;
import io.ninerouter.quickstart.api.resource.Deletions;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Resources;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.resource.WriteOptions;
import io.ninerouter.quickstart.api.store.ObjectStore;
import io.ninerouter.quickstart.api.store.Stored;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads and writes as the server's own controllers do them: through the same rules as any client. */
final class Chores {

    private final ObjectStore store;
    private final TypeRegistry types;
    private final Resources resources;
    private final Deletions deletions;

    Chores(ObjectStore store, TypeRegistry types, Resources resources, Deletions deletions) {
        this.store = store;
        this.types = types;
        this.resources = resources;
        this.deletions = deletions;
    }

    Optional<ObjectNode> read(ObjectRef ref) {
        return store.get(ref.collection(), ref.key()).map(Stored::object);
    }

    ObjectStore store() {
        return store;
    }

    TypeRegistry types() {
        return types;
    }

    /** Deletes this very object, not a later one of its name. */
    void delete(ObjectRef ref, ObjectNode object) {
        target(ref)
                .ifPresent(target -> deletions.delete(
                        target,
                        new DeleteOptions(
                                Metadata.text(object, "uid"), "", DeleteOptions.Propagation.BACKGROUND, false)));
    }

    /** Changes an object as it is at the moment of writing. */
    void change(ObjectRef ref, String manager, Consumer<ObjectNode> change) {
        WriteOptions options = new WriteOptions(manager, false, WriteOptions.FieldValidation.IGNORE, false);
        target(ref)
                .ifPresent(target -> resources.patch(
                        target,
                        current -> {
                            ObjectNode next = current.deepCopy();
                            change.accept(next);
                            return next;
                        },
                        options));
    }

    /** Takes a finalizer off an object, which lets it go when it was the last. */
    void removeFinalizer(ObjectRef ref, String finalizer) {
        change(ref, "garbage-collector", object -> {
            var finalizers = Metadata.of(object).withArray("finalizers");
            finalizers.removeIf(item -> item.asText().equals(finalizer));
        });
    }

    private Optional<Target> target(ObjectRef ref) {
        return types.ofCollection(ref.collection())
                .map(type -> new Target(type, ref.key().namespace(), ref.key().name(), ""));
    }
}
