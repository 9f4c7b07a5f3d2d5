package io.ninerouter.gateway.schema;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One schema that allows what two allow both, or none if that cannot be said in one. */
final class Conjunction {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Conjunction() {}

    /**
     * Both at once; what is only said and constrains nothing, such as a description, is the first's.
     *
     * @throws Unbindable when nobody can say it in one
     */
    static ObjectNode of(ObjectNode first, ObjectNode second) {
        ObjectNode both = copy(first);
        ObjectNode other = copy(second);
        close(both, other);
        close(other, both);
        for (Map.Entry<String, JsonNode> member : other.properties()) {
            String keyword = member.getKey();
            JsonNode there = both.get(keyword);
            if (there == null) {
                both.set(keyword, member.getValue());
            } else if (!there.equals(member.getValue()) && Keywords.constrains(keyword)) {
                both.set(keyword, together(keyword, there, member.getValue()));
            }
        }
        return both;
    }

    private static ObjectNode copy(ObjectNode schema) {
        ObjectNode copy = Merging.copy(schema);
        if (schema.get("properties") instanceof ObjectNode members) {
            copy.set("properties", Merging.copy(members));
        }
        return copy;
    }

    private static JsonNode together(String keyword, JsonNode one, JsonNode other) {
        return switch (keyword) {
            case "type" -> types(one, other);
            case "enum" -> common(one, other);
            case "required" -> union(one, other);
            case "properties" -> properties(one, other);
            case "items", "additionalProperties" -> schemas(one, other);
            case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" ->
                one.asDouble(0) >= other.asDouble(0) ? one : other;
            case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" ->
                one.asDouble(0) <= other.asDouble(0) ? one : other;
            default -> throw new Unbindable("allOf of schemas that say " + keyword + " otherwise");
        };
    }

    /** Where one is closed, what the other alone names is not allowed. */
    private static void close(ObjectNode closed, ObjectNode other) {
        JsonNode more = closed.path("additionalProperties");
        if (!more.isBoolean() || more.asBoolean() || !(other.get("properties") instanceof ObjectNode others)) {
            return;
        }
        if (closed.has("patternProperties")) {
            throw new Unbindable("allOf of a schema with patternProperties");
        }
        Set<String> alone = new LinkedHashSet<>();
        others.properties().forEach(each -> {
            if (!closed.path("properties").has(each.getKey())) {
                alone.add(each.getKey());
            }
        });
        if (other.path("required").valueStream().anyMatch(name -> alone.contains(name.asString("")))) {
            throw new Unbindable("allOf of schemas that exclude each other");
        }
        others.remove(alone);
    }

    private static JsonNode types(JsonNode one, JsonNode other) {
        ArrayNode common = NODES.arrayNode();
        for (JsonNode type : list(one)) {
            String name = type.asString("");
            boolean both = list(other).valueStream().anyMatch(each -> {
                String word = each.asString("");
                return word.equals(name) || (word.equals("number") && name.equals("integer"));
            });
            if (both) {
                common.add(type);
            } else if (name.equals("number")
                    && list(other)
                            .valueStream()
                            .anyMatch(each -> each.asString("").equals("integer"))) {
                common.add("integer");
            }
        }
        if (common.isEmpty()) {
            throw new Unbindable("allOf of schemas that exclude each other");
        }
        return common.size() == 1 ? common.get(0) : common;
    }

    private static ArrayNode list(JsonNode type) {
        return type instanceof ArrayNode list ? list : NODES.arrayNode().add(type);
    }

    private static JsonNode common(JsonNode one, JsonNode other) {
        ArrayNode common = NODES.arrayNode();
        one.forEach(value -> {
            if (other.valueStream().anyMatch(value::equals)) {
                common.add(value);
            }
        });
        if (common.isEmpty()) {
            throw new Unbindable("allOf of schemas that exclude each other");
        }
        return common;
    }

    private static JsonNode union(JsonNode one, JsonNode other) {
        Set<JsonNode> names = new LinkedHashSet<>();
        one.forEach(names::add);
        other.forEach(names::add);
        return NODES.arrayNode().addAll(names);
    }

    private static JsonNode properties(JsonNode one, JsonNode other) {
        ObjectNode all = one instanceof ObjectNode members ? Merging.copy(members) : NODES.objectNode();
        other.properties().forEach(each -> {
            JsonNode there = all.get(each.getKey());
            all.set(each.getKey(), there == null ? each.getValue() : schemas(there, each.getValue()));
        });
        return all;
    }

    /** Brought together later, when what they refer to is known. */
    private static JsonNode schemas(JsonNode one, JsonNode other) {
        if (one.equals(other) || everything(other)) {
            return one;
        }
        if (everything(one)) {
            return other;
        }
        if (one.isBoolean() || other.isBoolean()) {
            return NODES.booleanNode(false);
        }
        ObjectNode both = NODES.objectNode();
        both.putArray("allOf").add(one).add(other);
        return both;
    }

    private static boolean everything(JsonNode schema) {
        return (schema.isBoolean() && schema.asBoolean())
                || (schema instanceof ObjectNode object && Keywords.anything(object));
    }
}
