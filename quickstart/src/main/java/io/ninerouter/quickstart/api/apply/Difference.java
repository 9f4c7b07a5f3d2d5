package io.ninerouter.quickstart.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tells two versions of a document apart.
 *
 * @param changed paths that are new or have another value
 * @param removed paths that are gone
 */
record Difference(FieldSet changed, FieldSet removed) {

    private static final Difference NONE = new Difference(FieldSet.EMPTY, FieldSet.EMPTY);

    /** Compares documents of one schema. */
    static Difference between(JsonNode before, JsonNode after, Schema schema) {
        boolean sameShape = before.isObject() == after.isObject() && before.isArray() == after.isArray();
        if (!sameShape || Elements.atomic(after, schema)) {
            return before.equals(after) ? NONE : new Difference(FieldSet.LEAF, FieldSet.EMPTY);
        }
        Map<String, JsonNode> old = parts(before, schema);
        Map<String, JsonNode> now = parts(after, schema);
        SortedMap<String, FieldSet> changed = new TreeMap<>();
        SortedMap<String, FieldSet> removed = new TreeMap<>();
        Set<String> elements = new TreeSet<>(old.keySet());
        elements.addAll(now.keySet());
        for (String element : elements) {
            Schema child = after.isArray() ? schema.items() : Elements.child(schema, element.substring(2));
            JsonNode oldValue = old.get(element);
            JsonNode newValue = now.get(element);
            if (oldValue == null && newValue != null) {
                changed.put(element, whole(newValue, child));
            } else if (newValue == null && oldValue != null) {
                removed.put(element, whole(oldValue, child));
            } else if (oldValue != null && newValue != null && (after.isObject() || newValue.isContainerNode())) {
                Difference below = between(oldValue, newValue, child);
                changed.put(element, below.changed());
                removed.put(element, below.removed());
            }
        }
        return new Difference(new FieldSet(false, changed), new FieldSet(false, removed));
    }

    private static FieldSet whole(JsonNode value, Schema schema) {
        return value.isContainerNode() ? FieldSets.everything(value, schema) : FieldSet.LEAF;
    }

    private static Map<String, JsonNode> parts(JsonNode node, Schema schema) {
        if (node.isArray()) {
            return Elements.items(node, schema);
        }
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        node.properties().forEach(field -> parts.put(Elements.field(field.getKey()), field.getValue()));
        return parts;
    }

    /** Everything a document has, as the difference to an empty one. */
    static Difference ofNew(JsonNode document, Schema schema) {
        return between(JsonNodeFactory.instance.objectNode(), document, schema);
    }
}
