package io.ninerouter.quickstart.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.apply.FieldOwner;
import io.ninerouter.quickstart.api.apply.FieldOwnership;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.error.ResourceName;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.store.ObjectKey;
import io.ninerouter.quickstart.api.store.ObjectStore;
import io.ninerouter.quickstart.api.store.Stored;
import io.ninerouter.quickstart.api.type.BuiltInTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Creating, changing and applying objects. Thread-safe: every write is decided on one version and stored only on it. */
public final class Resources {

    private static final ResourceName NAMESPACE = new ResourceName("", "namespaces", "Namespace");

    private final ObjectStore store;
    private final ObjectRules rules;
    private final Stamps stamps;

    /**
     * Writes to a store.
     *
     * @param kindRules what is particular to a kind, by collection
     */
    public Resources(ObjectStore store, Map<String, KindRule> kindRules, Stamps stamps) {
        this.store = store;
        this.rules = new ObjectRules(kindRules, stamps);
        this.stamps = stamps;
    }

    /**
     * Reads an object in the version of the target; shared, not to be changed.
     *
     * @throws StatusException 404 when there is none
     */
    public ObjectNode get(Target target) {
        return target.type().view(stored(target).object());
    }

    /**
     * Creates an object.
     *
     * @param target its name is empty: the document says it
     * @throws StatusException 409 when the name is taken, 422 when the object is not valid
     */
    public Written create(Target target, ObjectNode body, WriteOptions options) {
        String name = Metadata.text(body, "name");
        String prefix = Metadata.text(body, "generateName");
        if (name.isEmpty() && prefix.isEmpty()) {
            throw StatusException.invalid(
                    target.type().name(),
                    "",
                    List.of(FieldError.required("metadata.name", "name or generateName is required")));
        }
        Target named = target.named(name.isEmpty() ? prefix + stamps.suffix() : name);
        if (!Metadata.text(body, "resourceVersion").isEmpty()) {
            throw StatusException.badRequest("resourceVersion should not be set on objects to be created");
        }
        return insert(named, body.deepCopy(), options, ObjectRules.Ownership.NOTE);
    }

    /**
     * Replaces an object.
     *
     * @throws StatusException 404, 409 when the document is based on an older version, 422
     */
    public Written update(Target target, ObjectNode body, WriteOptions options) {
        if (target.type().traits().custom()
                && Metadata.text(body, "resourceVersion").isEmpty()) {
            throw StatusException.invalid(
                    target.type().name(),
                    target.name(),
                    List.of(new FieldError(
                            "FieldValueInvalid",
                            "metadata.resourceVersion",
                            "Invalid value: 0: must be specified for an update")));
        }
        return change(target, current -> body.deepCopy(), options, ObjectRules.Ownership.NOTE);
    }

    /**
     * Changes an object.
     *
     * @param patch makes the changed document from the present one, which it leaves as it is; may be called again
     * @throws StatusException 404, 409, 422
     */
    public Written patch(Target target, UnaryOperator<ObjectNode> patch, WriteOptions options) {
        return change(target, patch, options, ObjectRules.Ownership.NOTE);
    }

    /**
     * Server-side apply: creates or changes.
     *
     * @throws StatusException 404 for the status of an object that is not there, 409 when others own what would change,
     *     422
     */
    public Written apply(Target target, ObjectNode body, WriteOptions options) {
        if (body.path("metadata").has("managedFields")) {
            throw StatusException.badRequest("metadata.managedFields must be nil");
        }
        List<String> warnings = new ArrayList<>();
        ObjectNode config = applicable(target, body);
        ObjectRules.refuseUnknown(target, config);
        FieldOwner manager = new FieldOwner(
                options.manager(), FieldOwner.Operation.APPLY, target.type().apiVersion(), target.subresource());
        UnaryOperator<ObjectNode> merge = live ->
                FieldOwnership.apply(live, config, manager, target.type().schema(), stamps.now(), options.force());
        if (store.get(target.type().collection(), target.key()).isEmpty()
                && target.subresource().isEmpty()) {
            if (!Metadata.text(config, "resourceVersion").isEmpty()
                    || !Metadata.text(config, "uid").isEmpty()) {
                throw target.notFound();
            }
            ObjectNode created = merge.apply(Json.object());
            try {
                return insert(target, created, options, ObjectRules.Ownership.NOTED)
                        .warned(warnings);
            } catch (StatusException e) {
                if (e.code() != 409) {
                    throw e;
                }
                // Somebody else has created it in between: then this is a change.
            }
        }
        return change(target, merge, options, ObjectRules.Ownership.NOTED).warned(warnings);
    }

    private Stored stored(Target target) {
        return store.get(target.type().collection(), target.key()).orElseThrow(target::notFound);
    }

    private Written insert(Target target, ObjectNode body, WriteOptions options, ObjectRules.Ownership ownership) {
        checkNamespace(target);
        List<String> warnings = new ArrayList<>();
        ObjectNode object = rules.prepareNew(target, body, options, ownership, warnings);
        String collection = target.type().collection();
        if (options.dryRun()) {
            if (store.get(collection, target.key()).isPresent()) {
                throw StatusException.alreadyExists(target.type().name(), target.name());
            }
            return new Written(object, true, warnings);
        }
        Stored stored = store.insert(collection, target.key(), target.type().toStorage(object))
                .orElseThrow(() -> StatusException.alreadyExists(target.type().name(), target.name()));
        return new Written(target.type().view(stored.object()), true, warnings);
    }

    private Written change(
            Target target, UnaryOperator<ObjectNode> change, WriteOptions options, ObjectRules.Ownership ownership) {
        while (true) {
            Stored stored = stored(target);
            ObjectNode current = target.type().fromStorage(stored.object());
            ObjectNode desired = change.apply(current);
            checkPreconditions(target, current, desired);
            List<String> warnings = new ArrayList<>();
            ObjectNode next =
                    rules.prepareUpdate(target, current, desired, options, new ObjectRules.Change(ownership, warnings));
            if (options.dryRun() || next.equals(current)) {
                return new Written(next, false, warnings);
            }
            Optional<ObjectNode> written = write(target, stored, next);
            if (written.isPresent()) {
                return new Written(written.get(), false, warnings);
            }
        }
    }

    private Optional<ObjectNode> write(Target target, Stored stored, ObjectNode next) {
        String collection = target.type().collection();
        boolean gone =
                Metadata.isDeleting(next) && Metadata.finalizers(next).isEmpty() && !Finalization.pending(target, next);
        Optional<Stored> written = gone
                ? store.remove(collection, stored)
                : store.replace(collection, stored, target.type().toStorage(next));
        return written.map(now -> gone ? next : target.type().view(now.object()));
    }

    private static void checkPreconditions(Target target, ObjectNode current, ObjectNode desired) {
        String version = Metadata.text(desired, "resourceVersion");
        if (!version.isEmpty() && !version.equals(Metadata.text(current, "resourceVersion"))) {
            throw target.conflict(
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
        String uid = Metadata.text(desired, "uid");
        String currentUid = Metadata.text(current, "uid");
        if (!uid.isEmpty() && !uid.equals(currentUid)) {
            throw target.conflict(
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s".formatted(uid, currentUid));
        }
    }

    private void checkNamespace(Target target) {
        if (!target.type().namespaced()) {
            return;
        }
        JsonNode namespace = store.get(BuiltInTypes.NAMESPACES, new ObjectKey("", target.namespace()))
                .orElseThrow(() -> StatusException.notFound(NAMESPACE, target.namespace()))
                .object();
        if (Metadata.isDeleting(namespace)) {
            throw StatusException.forbidden(
                    target.type().name(),
                    target.name(),
                    "unable to create new content in namespace %s because it is being terminated"
                            .formatted(target.namespace()));
        }
    }

    // An apply through one door says nothing about what lies behind the other.
    private static ObjectNode applicable(Target target, ObjectNode body) {
        ObjectNode config = body.deepCopy();
        dropNulls(config);
        if (target.isStatus()) {
            ObjectNode metadata = Metadata.of(config);
            metadata.retain("name", "namespace", "resourceVersion", "uid");
            config.retain("apiVersion", "kind", "metadata", "status");
        } else if (target.type().traits().statusSubresource()) {
            config.remove("status");
        }
        return config;
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(Resources::dropNulls);
    }
}
