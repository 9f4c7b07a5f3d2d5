package io.ninerouter.quickstart.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' strategic merge patch: a merge patch in which lists of objects are merged by a key and directives
 * ({@code $patch}, {@code $retainKeys}, {@code $setElementOrder/…}, {@code $deleteFromPrimitiveList/…}) say what a merge
 * alone cannot. Stateless.
 */
public final class StrategicMergePatch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE = "$deleteFromPrimitiveList/";

    private StrategicMergePatch() {}

    /**
     * The target as the patch changes it; a new tree.
     *
     * @throws IllegalArgumentException when a directive is unknown or an item lacks its merge key
     */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch, Schema schema) {
        String directive = patch.path(DIRECTIVE).asText("merge");
        if (directive.equals("replace")) {
            return withoutDirectives(patch);
        }
        if (directive.equals("delete")) {
            return Json.object();
        }
        if (!directive.equals("merge")) {
            throw new IllegalArgumentException("$patch: " + directive + " (expected: merge, replace, delete)");
        }
        ObjectNode result = target.deepCopy();
        if (patch.has(RETAIN)) {
            result.retain(Json.stringList(patch.path(RETAIN)));
        }
        for (var change : patch.properties()) {
            applyField(result, change.getKey(), change.getValue(), schema);
        }
        for (var change : patch.properties()) {
            if (change.getKey().startsWith(ORDER)) {
                String name = change.getKey().substring(ORDER.length());
                reorder(result.path(name), change.getValue(), schema.child(name));
            }
        }
        return result;
    }

    private static void applyField(ObjectNode result, String name, JsonNode change, Schema schema) {
        if (name.startsWith(DELETE)) {
            String list = name.substring(DELETE.length());
            List<JsonNode> doomed = change.valueStream().toList();
            if (result.get(list) instanceof ArrayNode present) {
                result.set(
                        list,
                        arrayOf(present.valueStream()
                                .filter(item -> !doomed.contains(item))
                                .toList()));
            }
            return;
        }
        if (name.startsWith("$")) {
            return;
        }
        Schema child = schema.child(name);
        Schema known = child == null ? Schema.ANY : child;
        JsonNode present = result.path(name);
        if (change.isNull()) {
            result.remove(name);
        } else if (change instanceof ObjectNode object) {
            ObjectNode base = present instanceof ObjectNode existing ? existing : Json.object();
            result.set(name, apply(base, object, known));
        } else if (change instanceof ArrayNode array && known.patchMerges()) {
            result.set(name, mergeList(present, array, known));
        } else {
            result.set(name, change.deepCopy());
        }
    }

    private static ArrayNode mergeList(JsonNode present, ArrayNode patch, Schema schema) {
        String key = schema.patchMergeKey();
        List<JsonNode> items = new ArrayList<>(present.valueStream().toList());
        boolean replaced = patch.valueStream()
                .anyMatch(item -> item.path(DIRECTIVE).asText().equals("replace"));
        if (replaced) {
            items.clear();
        }
        for (JsonNode change : patch) {
            if (key == null) {
                if (!items.contains(change)) {
                    items.add(change);
                }
            } else if (!(replaced && change.has(DIRECTIVE) && change.size() == 1)) {
                mergeItem(items, (ObjectNode) change, key, schema.items());
            }
        }
        return arrayOf(items);
    }

    private static void mergeItem(List<JsonNode> items, ObjectNode change, String key, Schema schema) {
        JsonNode wanted = change.get(key);
        if (wanted == null) {
            throw new IllegalArgumentException("map: " + change + " does not contain declared merge key: " + key);
        }
        int at = indexOf(items, key, wanted);
        String directive = change.path(DIRECTIVE).asText("merge");
        if (directive.equals("delete")) {
            if (at >= 0) {
                items.remove(at);
            }
        } else if (at < 0) {
            items.add(apply(Json.object(), change, schema));
        } else {
            items.set(at, apply((ObjectNode) items.get(at), change, schema));
        }
    }

    private static void reorder(JsonNode list, JsonNode order, @Nullable Schema schema) {
        if (!(list instanceof ArrayNode array) || schema == null) {
            return;
        }
        String key = schema.patchMergeKey();
        List<JsonNode> rest = new ArrayList<>(array.valueStream().toList());
        List<JsonNode> ordered = new ArrayList<>();
        for (JsonNode wanted : order) {
            int at = key == null ? rest.indexOf(wanted) : indexOf(rest, key, wanted.path(key));
            if (at >= 0) {
                ordered.add(rest.remove(at));
            }
        }
        ordered.addAll(rest);
        array.removeAll();
        ordered.forEach(array::add);
    }

    private static int indexOf(List<JsonNode> items, String key, JsonNode wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (wanted.equals(items.get(i).get(key))) {
                return i;
            }
        }
        return -1;
    }

    private static ObjectNode withoutDirectives(ObjectNode patch) {
        ObjectNode copy = patch.deepCopy();
        copy.remove(DIRECTIVE);
        return copy;
    }

    private static ArrayNode arrayOf(List<JsonNode> items) {
        ArrayNode array = Json.array();
        items.forEach(array::add);
        return array;
    }
}
