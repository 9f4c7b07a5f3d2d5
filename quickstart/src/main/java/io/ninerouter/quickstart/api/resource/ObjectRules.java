package io.ninerouter.quickstart.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.apply.FieldOwner;
import io.ninerouter.quickstart.api.apply.FieldOwnership;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.WriteOptions.FieldValidation;
import io.ninerouter.quickstart.api.schema.Defaulter;
import io.ninerouter.quickstart.api.schema.Pruner;
import io.ninerouter.quickstart.api.type.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a document between the request and the store: pruned, completed, given its generation and its owners,
 * validated. Decides only; the store is not touched. Thread-safe.
 */
final class ObjectRules {

    private static final Set<String> NOT_DESIRED = Set.of("metadata", "status", "apiVersion", "kind");

    private final Map<String, KindRule> kindRules;
    private final Stamps stamps;

    ObjectRules(Map<String, KindRule> kindRules, Stamps stamps) {
        this.kindRules = Map.copyOf(kindRules);
        this.stamps = stamps;
    }

    /** Whether owners are still to be noted, or have been by an apply. */
    enum Ownership {
        NOTE,
        NOTED
    }

    /** The object to store for a new one; {@code body} is the rules' from now on. */
    ObjectNode prepareNew(
            Target target, ObjectNode body, WriteOptions options, Ownership ownership, List<String> warnings) {
        ResourceType type = target.type();
        prune(target, body, options, warnings);
        ObjectNode metadata = Metadata.of(body);
        metadata.remove(List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
        metadata.put("name", target.name()).put("uid", stamps.uid()).put("creationTimestamp", stamps.now());
        metadata.remove(List.of("namespace", "generation"));
        if (type.namespaced()) {
            metadata.put("namespace", target.namespace());
        }
        if (type.traits().generation()) {
            metadata.put("generation", 1L);
        }
        if (type.traits().statusSubresource()) {
            body.remove("status");
        }
        complete(type, body, null);
        if (ownership == Ownership.NOTE) {
            // A status that the schema gives belongs to nobody yet.
            JsonNode status = type.traits().statusSubresource() ? body.remove("status") : null;
            FieldOwnership.update(Json.object(), body, manager(target, options), type.schema(), stamps.now());
            setOrRemove(body, "status", status);
        }
        validate(target, body, null);
        return body;
    }

    /** The object to store for a changed one; {@code desired} is the rules' from now on, {@code current} stays. */
    ObjectNode prepareUpdate(
            Target target, ObjectNode current, ObjectNode desired, WriteOptions options, Change change) {
        ResourceType type = target.type();
        prune(target, desired, options, change.warnings());
        ObjectNode next = target.isStatus() ? withStatusOf(current, desired) : desired;
        if (!target.isStatus() && type.traits().statusSubresource()) {
            setOrRemove(next, "status", current.get("status"));
        }
        Metadata.carryOver(current, next);
        complete(type, next, current);
        if (type.traits().generation() && !desiredState(type, next).equals(desiredState(type, current))) {
            Metadata.of(next)
                    .put(
                            "generation",
                            current.path("metadata").path("generation").asLong() + 1);
        }
        if (change.ownership() == Ownership.NOTE) {
            FieldOwnership.update(current, next, manager(target, options), type.schema(), stamps.now());
        }
        validate(target, next, current);
        return next;
    }

    /**
     * How an update came about.
     *
     * @param ownership whether owners are still to be noted
     * @param warnings where warnings are put
     */
    record Change(Ownership ownership, List<String> warnings) {}

    /** The manager of a write that is no apply. */
    static FieldOwner manager(Target target, WriteOptions options) {
        return new FieldOwner(
                options.manager(), FieldOwner.Operation.UPDATE, target.type().apiVersion(), target.subresource());
    }

    private KindRule rule(ResourceType type) {
        return kindRules.getOrDefault(type.collection(), KindRule.NONE);
    }

    /** An apply claims fields, so none may be there that the type does not know, however the client wants fields validated. */
    static void refuseUnknown(Target target, ObjectNode config) {
        List<String> unknown = Pruner.prune(config.deepCopy(), target.type().schema());
        if (!unknown.isEmpty()) {
            throw StatusException.untyped(
                    "failed to create typed patch object (%s/%s; %s, Kind=%s): .%s: field not declared in schema"
                            .formatted(
                                    target.key().namespace(),
                                    target.key().name(),
                                    target.type().apiVersion(),
                                    target.type().kind(),
                                    unknown.getFirst()));
        }
    }

    /** Drops in place what the type does not know; the first thing that happens to any document. */
    static void prune(Target target, ObjectNode body, WriteOptions options, List<String> warnings) {
        List<String> unknown = Pruner.prune(body, target.type().schema()).stream()
                .map(path -> "unknown field \"" + path + "\"")
                .toList();
        if (!unknown.isEmpty() && options.validation() == FieldValidation.STRICT) {
            String kind = target.type().kind();
            throw StatusException.badRequest("%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                    .formatted(kind, target.type().version(), kind, String.join(", ", unknown)));
        }
        if (options.validation() == FieldValidation.WARN) {
            warnings.addAll(unknown);
        }
    }

    private void complete(ResourceType type, ObjectNode object, @Nullable ObjectNode old) {
        Defaulter.applyDefaults(object, type.schema());
        Metadata.normalize(object);
        rule(type).prepare(object, old);
    }

    private static ObjectNode withStatusOf(ObjectNode current, ObjectNode desired) {
        ObjectNode next = current.deepCopy();
        setOrRemove(next, "status", desired.get("status"));
        setOrRemove(Metadata.of(next), "managedFields", desired.path("metadata").get("managedFields"));
        return next;
    }

    private static ObjectNode desiredState(ResourceType type, ObjectNode object) {
        ObjectNode state = Json.object();
        state.setAll(object);
        state.remove(NOT_DESIRED);
        if (!type.traits().statusSubresource()) {
            setOrRemove(state, "status", object.get("status"));
        }
        return state;
    }

    private static void setOrRemove(ObjectNode object, String field, @Nullable JsonNode value) {
        if (value == null) {
            object.remove(field);
        } else {
            object.set(field, value);
        }
    }

    private void validate(Target target, ObjectNode object, @Nullable ObjectNode old) {
        ResourceType type = target.type();
        List<FieldError> errors = new ArrayList<>();
        if (old == null) {
            String why = rule(type).checkName(target.name());
            if (!why.isEmpty()) {
                errors.add(FieldError.invalid("metadata.name", new TextNode(target.name()), why));
            }
        } else if (Metadata.isDeleting(old)) {
            errors.addAll(newFinalizers(object, old));
        }
        errors.addAll(Metadata.validate(object));
        errors.addAll(ratchet(type, object, old));
        errors.addAll(rule(type).validate(object, old));
        if (!errors.isEmpty()) {
            throw StatusException.invalid(type.name(), target.name(), errors);
        }
    }

    // What was wrong before and did not change does not stop a change elsewhere: else a tightened schema would freeze
    // the objects that it finds.
    private static List<FieldError> ratchet(ResourceType type, ObjectNode object, @Nullable ObjectNode old) {
        List<FieldError> errors = type.shape().validator().validate(object, old);
        if (errors.isEmpty() || old == null || !type.traits().custom()) {
            return errors;
        }
        List<FieldError> before = type.shape().validator().validate(old, null);
        return errors.stream().filter(error -> !before.contains(error)).toList();
    }

    private static List<FieldError> newFinalizers(ObjectNode object, ObjectNode old) {
        List<String> added = new ArrayList<>(Metadata.finalizers(object));
        added.removeAll(Metadata.finalizers(old));
        return added.isEmpty()
                ? List.of()
                : List.of(FieldError.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers "
                                + Json.text(Json.strings(added))));
    }
}
