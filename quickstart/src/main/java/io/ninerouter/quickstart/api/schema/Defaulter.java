package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/** Fills in what a schema says is there by default. Stateless. */
public final class Defaulter {

    private Defaulter() {}

    /** Sets defaults in place, and drops nulls where null is no value, as the API server does before validation. */
    public static void applyDefaults(JsonNode node, Schema schema) {
        if (node instanceof ObjectNode object) {
            fill(object, schema);
        } else if (node instanceof ArrayNode array) {
            array.forEach(item -> applyDefaults(item, schema.items()));
        }
    }

    private static void fill(ObjectNode object, Schema schema) {
        schema.properties().forEach((name, child) -> {
            JsonNode value = object.get(name);
            if (value != null && value.isNull() && !child.nullable()) {
                object.remove(name);
                value = null;
            }
            JsonNode preset = child.defaultValue();
            if (value == null && preset != null) {
                object.set(name, preset.deepCopy());
            }
        });
        for (var field : new ArrayList<>(object.properties())) {
            Schema child = schema.child(field.getKey());
            if (child != null) {
                applyDefaults(field.getValue(), child);
            }
        }
    }
}
