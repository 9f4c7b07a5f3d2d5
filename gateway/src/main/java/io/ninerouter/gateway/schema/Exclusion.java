package io.ninerouter.gateway.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether no value can be of two variants: then {@code oneOf} and {@code anyOf} say the same. */
final class Exclusion {
    private static final int MAX_VARIANTS = 100;

    private Exclusion() {}

    static boolean among(List<ObjectNode> variants, Definitions definitions) {
        if (variants.size() > MAX_VARIANTS) {
            return false;
        }
        List<JsonNode> meant = variants.stream()
                .map(variant -> {
                    String reference = variant.path("$ref").asString("");
                    return reference.isEmpty() ? (JsonNode) variant : definitions.meant(reference);
                })
                .toList();
        for (int i = 0; i < meant.size(); i++) {
            for (int j = i + 1; j < meant.size(); j++) {
                if (!exclude(meant.get(i), meant.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean exclude(JsonNode one, JsonNode other) {
        return apart(types(one), types(other)) || apart(values(one), values(other)) || told(one, other);
    }

    /** By a member that both have to have, with values that are not the other's. */
    private static boolean told(JsonNode one, JsonNode other) {
        for (JsonNode name : one.path("required")) {
            boolean both = other.path("required").valueStream().anyMatch(name::equals);
            JsonNode here = one.path("properties").path(name.asString(""));
            JsonNode there = other.path("properties").path(name.asString(""));
            if (both && apart(values(here), values(there))) {
                return true;
            }
        }
        return false;
    }

    /** Both say something, and nothing that the other says. */
    private static <T> boolean apart(Set<T> one, Set<T> other) {
        return !one.isEmpty() && !other.isEmpty() && one.stream().noneMatch(other::contains);
    }

    private static Set<JsonNode> values(JsonNode schema) {
        Set<JsonNode> values = new HashSet<>();
        if (schema.has("const")) {
            values.add(schema.get("const"));
        }
        schema.path("enum").forEach(values::add);
        return values;
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        JsonNode said = schema.path("type");
        if (said instanceof ArrayNode several) {
            several.forEach(each -> types.add(each.asString("")));
        } else if (said.isString()) {
            types.add(said.asString());
        }
        // An integer is a number too.
        if (types.contains("integer")) {
            types.add("number");
        }
        return types;
    }
}
