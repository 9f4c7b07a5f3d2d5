package io.ninerouter.quickstart.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The field paths of a document. Stateless. */
final class FieldSets {

    private static final List<String> UNOWNED_METADATA = List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "generation",
            "managedFields",
            "resourceVersion",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private FieldSets() {}

    /** A copy without what nobody owns: identity and what the server keeps. */
    static ObjectNode owned(ObjectNode object) {
        ObjectNode copy = object.objectNode();
        copy.setAll(object);
        copy.remove(List.of("apiVersion", "kind"));
        if (object.get("metadata") instanceof ObjectNode metadata) {
            ObjectNode kept = object.objectNode();
            kept.setAll(metadata);
            kept.remove(UNOWNED_METADATA);
            if (kept.isEmpty()) {
                copy.remove("metadata");
            } else {
                copy.set("metadata", kept);
            }
        }
        return copy;
    }

    /** What an applied configuration claims: its leaves, list items and entries of maps. */
    static FieldSet claimed(JsonNode value, Schema schema) {
        if (Elements.atomic(value, schema)) {
            return FieldSet.LEAF;
        }
        SortedMap<String, FieldSet> children = new TreeMap<>();
        if (value.isArray()) {
            Elements.items(value, schema).forEach((element, item) -> {
                FieldSet below = item.isContainerNode() ? claimed(item, schema.items()) : FieldSet.EMPTY;
                children.put(element, new FieldSet(true, below.children()));
            });
            return new FieldSet(false, children);
        }
        for (var field : value.properties()) {
            FieldSet below = claimed(field.getValue(), Elements.child(schema, field.getKey()));
            boolean entry = !schema.properties().containsKey(field.getKey());
            boolean emptyMap = field.getValue().isObject() && field.getValue().isEmpty();
            children.put(
                    Elements.field(field.getKey()), entry || emptyMap ? new FieldSet(true, below.children()) : below);
        }
        return new FieldSet(false, children);
    }

    /** Every path of a value, containers included: what is new when the whole value is. */
    static FieldSet everything(JsonNode value, Schema schema) {
        if (Elements.atomic(value, schema)) {
            return FieldSet.LEAF;
        }
        SortedMap<String, FieldSet> children = new TreeMap<>();
        if (value.isArray()) {
            Elements.items(value, schema)
                    .forEach((element, item) -> children.put(
                            element, item.isContainerNode() ? everything(item, schema.items()) : FieldSet.LEAF));
        } else {
            for (var field : value.properties()) {
                children.put(
                        Elements.field(field.getKey()),
                        everything(field.getValue(), Elements.child(schema, field.getKey())));
            }
        }
        return new FieldSet(true, children);
    }
}
