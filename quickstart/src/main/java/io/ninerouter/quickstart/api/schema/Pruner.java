package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Drops what a schema does not know, and tells what it dropped. Stateless. */
public final class Pruner {

    private static final Set<String> ENVELOPE = Set.of("apiVersion", "kind", "metadata");

    private Pruner() {}

    /**
     * Removes unknown fields in place.
     *
     * @param object a whole Kubernetes object
     * @return the paths that were removed, such as {@code spec.models[0].wieght}
     */
    public static List<String> prune(ObjectNode object, Schema schema) {
        List<String> unknown = new ArrayList<>();
        pruneObject(object, schema, "", true, unknown);
        return unknown;
    }

    private static void prune(JsonNode node, Schema schema, String path, List<String> unknown) {
        if (node instanceof ObjectNode object) {
            pruneObject(object, schema, path, schema.embeddedResource(), unknown);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                prune(array.get(i), schema.items(), path + "[" + i + "]", unknown);
            }
        }
    }

    private static void pruneObject(
            ObjectNode object, Schema schema, String path, boolean enveloped, List<String> unknown) {
        for (String name : List.copyOf(fieldNames(object))) {
            Schema child = schema.child(name);
            String childPath = path.isEmpty() ? name : path + "." + name;
            if (child != null) {
                prune(object.path(name), child, childPath, unknown);
            } else if (!(enveloped && ENVELOPE.contains(name))) {
                object.remove(name);
                unknown.add(childPath);
            }
        }
    }

    private static List<String> fieldNames(ObjectNode object) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
