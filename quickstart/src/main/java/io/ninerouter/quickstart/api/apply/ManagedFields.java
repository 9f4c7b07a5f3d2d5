package io.ninerouter.quickstart.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** metadata.managedFields as a map from manager to owned fields. Immutable. */
final class ManagedFields {

    /**
     * What one manager owns.
     *
     * @param fields never empty
     * @param time when it last changed, RFC 3339
     */
    record Ownership(FieldSet fields, String time) {}

    private final Map<FieldOwner, Ownership> owners;

    private ManagedFields(Map<FieldOwner, Ownership> owners) {
        this.owners = owners;
    }

    static ManagedFields of(ObjectNode object) {
        Map<FieldOwner, Ownership> owners = new LinkedHashMap<>();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            if (entry.hasNonNull("fieldsV1")) {
                owners.put(manager(entry), ownership(entry));
            }
        }
        return new ManagedFields(owners);
    }

    private static FieldOwner manager(JsonNode entry) {
        return new FieldOwner(
                entry.path("manager").asText(),
                entry.path("operation").asText().equals("Apply")
                        ? FieldOwner.Operation.APPLY
                        : FieldOwner.Operation.UPDATE,
                entry.path("apiVersion").asText(),
                entry.path("subresource").asText(""));
    }

    private static Ownership ownership(JsonNode entry) {
        return new Ownership(
                FieldSet.parse(entry.path("fieldsV1")), entry.path("time").asText());
    }

    boolean isEmpty() {
        return owners.isEmpty();
    }

    Map<FieldOwner, Ownership> owners() {
        return Collections.unmodifiableMap(owners);
    }

    FieldSet of(FieldOwner manager) {
        Ownership ownership = owners.get(manager);
        return ownership == null ? FieldSet.EMPTY : ownership.fields();
    }

    /** What all managers own together. */
    FieldSet all() {
        return owners.values().stream().map(Ownership::fields).reduce(FieldSet.EMPTY, FieldSet::union);
    }

    /** The same with this manager owning exactly these fields; the time moves only when they change. */
    ManagedFields with(FieldOwner manager, FieldSet fields, String now) {
        if (fields.equals(of(manager))) {
            return this;
        }
        Map<FieldOwner, Ownership> changed = new LinkedHashMap<>(owners);
        if (fields.isEmpty()) {
            changed.remove(manager);
        } else {
            changed.put(manager, new Ownership(fields, now));
        }
        return new ManagedFields(changed);
    }

    /** The same with everybody but this manager losing these fields. */
    ManagedFields withoutOthers(FieldOwner manager, FieldSet fields) {
        Map<FieldOwner, Ownership> changed = new LinkedHashMap<>();
        owners.forEach((other, ownership) -> {
            FieldSet left = other.equals(manager)
                    ? ownership.fields()
                    : ownership.fields().minus(fields);
            if (!left.isEmpty()) {
                changed.put(other, new Ownership(left, ownership.time()));
            }
        });
        return new ManagedFields(changed);
    }

    void writeTo(ObjectNode object) {
        ObjectNode metadata = Json.ensureObject(object, "metadata");
        if (owners.isEmpty()) {
            metadata.remove("managedFields");
            return;
        }
        ArrayNode entries = metadata.putArray("managedFields");
        owners.forEach((manager, ownership) -> {
            ObjectNode entry = entries.addObject()
                    .put("manager", manager.name())
                    .put("operation", manager.operation().text())
                    .put("apiVersion", manager.apiVersion())
                    .put("time", ownership.time())
                    .put("fieldsType", "FieldsV1");
            entry.set("fieldsV1", ownership.fields().toFieldsV1());
            if (!manager.subresource().isEmpty()) {
                entry.put("subresource", manager.subresource());
            }
        });
    }
}
