package io.ninerouter.gateway.schema;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What vendors count of schemas that bind. Immutable.
 *
 * @param properties members of objects
 * @param depth objects within objects; definitions count from themselves
 * @param enumValues values of enumerations
 * @param characters in names of members and definitions, and in values of enumerations
 * @param optional members that are not required
 * @param unions {@code anyOf} and lists of types
 */
public record Weight(long properties, long depth, long enumValues, long characters, long optional, long unions) {
    /** Of a bound: none. */
    static final long ANY = Long.MAX_VALUE;

    static final Weight NOTHING = new Weight(0, 0, 0, 0, 0, 0);
    static final Weight MOST = new Weight(ANY, ANY, ANY, ANY, ANY, ANY);

    static Weight of(ObjectNode schema) {
        return schema(schema, 0);
    }

    /** Both together, side by side. */
    Weight plus(Weight other) {
        return new Weight(
                properties + other.properties,
                Math.max(depth, other.depth),
                enumValues + other.enumValues,
                characters + other.characters,
                optional + other.optional,
                unions + other.unions);
    }

    boolean within(Weight most) {
        return properties <= most.properties
                && depth <= most.depth
                && enumValues <= most.enumValues
                && characters <= most.characters
                && optional <= most.optional
                && unions <= most.unions;
    }

    private static Weight schema(JsonNode node, long depth) {
        if (!(node instanceof ObjectNode schema)) {
            return NOTHING;
        }
        boolean object = schema.get("properties") instanceof ObjectNode;
        long inside = object ? depth + 1 : depth;
        Weight weight = own(schema, inside);
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "properties" -> weight = weight.plus(map(value, inside));
                case "$defs" -> weight = weight.plus(map(value, 0));
                case "anyOf", "prefixItems" -> {
                    for (JsonNode each : value) {
                        weight = weight.plus(schema(each, inside));
                    }
                }
                case "items", "additionalProperties" -> weight = weight.plus(schema(value, inside));
                default -> {
                    // Says nothing of other schemas.
                }
            }
        }
        return weight;
    }

    private static Weight own(ObjectNode schema, long depth) {
        JsonNode properties = schema.path("properties");
        long characters = 0;
        for (JsonNode value : schema.path("enum")) {
            characters += value.asString("").length();
        }
        characters += schema.path("const").asString("").length();
        boolean union = schema.has("anyOf") || schema.get("type") instanceof ArrayNode;
        return new Weight(
                properties.size(),
                depth,
                schema.path("enum").size(),
                characters,
                Math.max(0, properties.size() - schema.path("required").size()),
                union ? 1 : 0);
    }

    private static Weight map(JsonNode schemas, long depth) {
        Weight weight = NOTHING;
        for (Map.Entry<String, JsonNode> each : schemas.properties()) {
            weight = weight.plus(new Weight(0, 0, 0, each.getKey().length(), 0, 0))
                    .plus(schema(each.getValue(), depth));
        }
        return weight;
    }
}
