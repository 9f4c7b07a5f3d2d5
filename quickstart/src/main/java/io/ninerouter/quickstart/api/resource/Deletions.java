package io.ninerouter.quickstart.api.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.store.ObjectStore;
import io.ninerouter.quickstart.api.store.Stored;
import io.ninerouter.quickstart.api.type.BuiltInTypes;
import java.util.Optional;

/**
 * Deleting objects: at once when nothing holds them, else by marking them and leaving the rest to who holds them.
 * Thread-safe.
 */
public final class Deletions {

    /** The finalizer of an owner that goes after its dependents. */
    public static final String FOREGROUND = "foregroundDeletion";

    /** The finalizer of an owner whose dependents are to be set free first. */
    public static final String ORPHAN = "orphan";

    /** The finalizer of a definition that goes after its objects. */
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private final ObjectStore store;
    private final Stamps stamps;

    /** Deletes from a store. */
    public Deletions(ObjectStore store, Stamps stamps) {
        this.store = store;
        this.stamps = stamps;
    }

    /**
     * What became of an object.
     *
     * @param object its last version, in the version of the request; not to be changed
     * @param gone whether it is no longer there; otherwise it waits for its finalizers
     */
    public record Deleted(ObjectNode object, boolean gone) {}

    /**
     * Deletes an object.
     *
     * @throws io.ninerouter.quickstart.api.error.StatusException 404 when there is none, 409 when it is not the one that
     *     was meant
     */
    public Deleted delete(Target target, DeleteOptions options) {
        String collection = target.type().collection();
        while (true) {
            Stored stored = store.get(collection, target.key()).orElseThrow(target::notFound);
            checkPreconditions(target, stored.object(), options);
            ObjectNode marked = marked(target, stored.object(), options);
            boolean gone = Metadata.finalizers(marked).isEmpty() && !Finalization.pending(target, marked);
            boolean noChange = marked.equals(stored.object());
            if (options.dryRun() || (noChange && !gone)) {
                return new Deleted(target.type().view(gone ? stored.object() : marked), gone);
            }
            Optional<Stored> written =
                    gone ? store.remove(collection, stored) : store.replace(collection, stored, marked);
            if (written.isPresent()) {
                return new Deleted(target.type().view(written.get().object()), gone);
            }
        }
    }

    private ObjectNode marked(Target target, ObjectNode stored, DeleteOptions options) {
        ObjectNode marked = stored.deepCopy();
        ObjectNode metadata = Metadata.of(marked);
        if (!Metadata.isDeleting(marked)) {
            metadata.put("deletionTimestamp", stamps.now()).put("deletionGracePeriodSeconds", 0L);
            if (metadata.has("generation")) {
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
        }
        switch (options.propagation()) {
            case FOREGROUND -> addFinalizer(metadata, FOREGROUND);
            case ORPHAN -> addFinalizer(metadata, ORPHAN);
            case BACKGROUND -> {}
        }
        if (target.type().collection().equals(BuiltInTypes.NAMESPACES)) {
            Json.ensureObject(marked, "status").put("phase", "Terminating");
        } else if (target.type().collection().equals(BuiltInTypes.DEFINITIONS)) {
            addFinalizer(metadata, CLEANUP);
        }
        return marked;
    }

    private static void addFinalizer(ObjectNode metadata, String finalizer) {
        ArrayNode finalizers = metadata.withArray("finalizers");
        if (!Json.stringList(finalizers).contains(finalizer)) {
            finalizers.add(finalizer);
        }
    }

    private static void checkPreconditions(Target target, ObjectNode stored, DeleteOptions options) {
        String uid = Metadata.text(stored, "uid");
        if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
            throw target.conflict("Precondition failed: UID in precondition: %s, UID in object meta: %s"
                    .formatted(options.uid(), uid));
        }
        String version = Metadata.text(stored, "resourceVersion");
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
            throw target.conflict(
                    "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
                            .formatted(options.resourceVersion(), version));
        }
    }
}
