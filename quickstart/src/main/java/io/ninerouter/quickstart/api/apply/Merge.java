package io.ninerouter.quickstart.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Joins an applied configuration with the live object, and takes out what its owner no longer applies. Stateless. */
final class Merge {

    private Merge() {}

    /** The live value with all that the configuration says; a new tree. */
    static JsonNode merge(JsonNode live, JsonNode applied, Schema schema) {
        boolean sameShape = live.isObject() == applied.isObject() && live.isArray() == applied.isArray();
        if (!sameShape || Elements.atomic(applied, schema)) {
            return applied.deepCopy();
        }
        if (applied.isArray()) {
            return mergeItems(Elements.items(live, schema), Elements.items(applied, schema), schema.items());
        }
        ObjectNode merged = live.deepCopy();
        for (var field : applied.properties()) {
            JsonNode before = live.get(field.getKey());
            Schema child = Elements.child(schema, field.getKey());
            JsonNode value = field.getValue();
            merged.set(field.getKey(), before == null ? value.deepCopy() : merge(before, value, child));
        }
        return merged;
    }

    // Applied items come in their order; live ones that are not applied stay before what they preceded.
    private static ArrayNode mergeItems(Map<String, JsonNode> live, Map<String, JsonNode> applied, Schema schema) {
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        List<String> liveOrder = new ArrayList<>(live.keySet());
        int next = 0;
        for (var item : applied.entrySet()) {
            while (next < liveOrder.size() && !applied.containsKey(liveOrder.get(next))) {
                merged.put(
                        liveOrder.get(next), itemOf(live, liveOrder.get(next)).deepCopy());
                next++;
            }
            JsonNode before = live.get(item.getKey());
            merged.put(
                    item.getKey(),
                    before == null ? item.getValue().deepCopy() : merge(before, item.getValue(), schema));
            while (next < liveOrder.size() && merged.containsKey(liveOrder.get(next))) {
                next++;
            }
        }
        live.forEach((element, value) -> merged.putIfAbsent(element, value.deepCopy()));
        ArrayNode array = Json.array();
        merged.values().forEach(array::add);
        return array;
    }

    private static JsonNode itemOf(Map<String, JsonNode> items, String element) {
        JsonNode item = items.get(element);
        if (item == null) {
            throw new IllegalStateException("list item: " + element + " (expected: one of " + items.keySet() + ")");
        }
        return item;
    }

    /**
     * Takes out, in place, what was owned and no longer is by anyone.
     *
     * @param abandoned paths that lost their owner
     * @param kept paths that have another owner
     */
    static void remove(JsonNode value, FieldSet abandoned, FieldSet kept, Schema schema) {
        if (value instanceof ObjectNode object && !Elements.atomic(value, schema)) {
            removeFields(object, abandoned, kept, schema);
        } else if (value instanceof ArrayNode array && !Elements.atomic(value, schema)) {
            removeItems(array, abandoned, kept, schema);
        }
    }

    private static void removeFields(ObjectNode object, FieldSet abandoned, FieldSet kept, Schema schema) {
        abandoned.children().forEach((element, lost) -> {
            String name = element.substring(2);
            JsonNode value = object.get(name);
            FieldSet owned = kept.child(element);
            if (value == null || (owned.isEmpty() && lost.member())) {
                object.remove(name);
                return;
            }
            boolean wasEmpty = value.isEmpty();
            remove(value, lost, owned, Elements.child(schema, name));
            // A struct or list that held nothing but abandoned fields goes with them.
            if (owned.isEmpty() && value.isContainerNode() && value.isEmpty() && !wasEmpty) {
                object.remove(name);
            }
        });
    }

    private static void removeItems(ArrayNode array, FieldSet abandoned, FieldSet kept, Schema schema) {
        Map<String, JsonNode> items = Elements.items(array, schema);
        Set<String> gone = new HashSet<>();
        abandoned.children().forEach((element, lost) -> {
            JsonNode item = items.get(element);
            FieldSet owned = kept.child(element);
            if (item != null && owned.isEmpty() && lost.member()) {
                gone.add(element);
            } else if (item != null && item.isContainerNode()) {
                remove(item, lost, owned.union(keys(schema)), schema.items());
            }
        });
        if (!gone.isEmpty()) {
            array.removeAll();
            items.forEach((element, item) -> {
                if (!gone.contains(element)) {
                    array.add(item);
                }
            });
        }
    }

    // An item that stays keeps what it is known by.
    private static FieldSet keys(Schema list) {
        var keys = new TreeMap<String, FieldSet>();
        list.listMapKeys().forEach(key -> keys.put(Elements.field(key), FieldSet.LEAF));
        return new FieldSet(false, keys);
    }
}
