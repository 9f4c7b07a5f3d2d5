package io.ninerouter.quickstart.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** How the parts of a document are named in a {@link FieldSet}. */
final class Elements {

    private Elements() {}

    static String field(String name) {
        return "f:" + name;
    }

    /** Whether a value is owned and replaced as a whole. */
    static boolean atomic(JsonNode value, Schema schema) {
        if (value.isObject()) {
            return schema.atomicMap();
        }
        return !value.isArray() || schema.listKind() == Schema.ListKind.ATOMIC;
    }

    /** The items of a keyed list or set by their element, in their order; of twins the first counts. */
    static Map<String, JsonNode> items(JsonNode list, Schema schema) {
        Map<String, JsonNode> items = new LinkedHashMap<>();
        for (JsonNode item : list) {
            items.putIfAbsent(item(item, schema), item);
        }
        return items;
    }

    private static String item(JsonNode item, Schema list) {
        if (list.listKind() == Schema.ListKind.SET) {
            return "v:" + Json.text(item);
        }
        ObjectNode key = Json.object();
        for (String name : new TreeSet<>(list.listMapKeys())) {
            JsonNode value = item.get(name);
            if (value == null) {
                Schema keySchema = list.items().child(name);
                value = keySchema == null ? null : keySchema.defaultValue();
            }
            if (value != null) {
                key.set(name, value);
            }
        }
        return "k:" + Json.text(key);
    }

    /** The schema of a field; anything goes where it is not described. */
    static Schema child(Schema schema, String name) {
        Schema child = schema.child(name);
        return child == null ? Schema.ANY : child;
    }
}
