package io.ninerouter.operator.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the schemas of our kinds lack on an API server, by its OpenAPI document. Pure. */
public final class ServedFields {
    private static final String KIND = "x-kubernetes-group-version-kind";

    private ServedFields() {}

    /**
     * Fields that the server does not know: its definitions are older than this operator. A kind that the document does not
     * have says nothing.
     *
     * @param document of {@code /openapi/v3/apis/<group>/<version>}
     * @param expected paths by kind, all of them within {@code status}
     * @return kinds and paths, in order; empty = none is missing
     */
    public static List<String> missing(JsonNode document, Map<String, Set<String>> expected) {
        List<String> missing = new ArrayList<>();
        byKind(document).forEach((kind, schema) -> {
            Set<String> served = new TreeSet<>();
            collect("status", schema.path("properties").path("status"), served);
            Set<String> lacking = new TreeSet<>(expected.getOrDefault(kind, Set.of()));
            lacking.removeAll(served);
            lacking.forEach(path -> missing.add(kind + " " + path));
        });
        return List.copyOf(missing);
    }

    private static Map<String, JsonNode> byKind(JsonNode document) {
        Map<String, JsonNode> kinds = new TreeMap<>();
        for (JsonNode schema : document.path("components").path("schemas")) {
            // Lists have no status, and shared types several kinds.
            if (schema.path("properties").has("status") && schema.path(KIND).size() == 1) {
                kinds.put(schema.path(KIND).path(0).path("kind").asText(), schema);
            }
        }
        return kinds;
    }

    private static void collect(String path, JsonNode schema, Set<String> paths) {
        schema.path("properties").properties().forEach(field -> {
            String below = path + "." + field.getKey();
            paths.add(below);
            collect(below, field.getValue(), paths);
        });
        if (schema.has("items")) {
            collect(path + "[]", schema.path("items"), paths);
        }
        if (schema.path("additionalProperties").isObject()) {
            collect(path + "{}", schema.path("additionalProperties"), paths);
        }
    }
}
