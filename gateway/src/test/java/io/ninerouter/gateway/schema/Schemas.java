package io.ninerouter.gateway.schema;

import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Schemas and values by chance, and whether one allows the other. One seed, one sequence. */
final class Schemas {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "kind");
    private static final List<String> TYPES = List.of("string", "integer", "number", "boolean", "null");

    private final Random random;

    Schemas(long seed) {
        this.random = new Random(seed);
    }

    /** A closed object with definitions that refer to each other. */
    ObjectNode document() {
        ObjectNode document = object(3);
        ObjectNode definitions = document.putObject("$defs");
        definitions.set("D", object(1));
        definitions.set("N", object(2));
        return document;
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                properties.set(name, schema(depth - 1));
                if (random.nextInt(4) > 0) {
                    required.add(name);
                }
            }
        }
        if (random.nextInt(5) > 0) {
            schema.put("additionalProperties", false);
        } else if (random.nextBoolean()) {
            schema.set("additionalProperties", leaf());
        }
        return schema;
    }

    private ObjectNode schema(int depth) {
        if (depth <= 0) {
            return leaf();
        }
        return switch (random.nextInt(12)) {
            case 0, 1 -> object(depth);
            case 2 -> {
                ObjectNode list = NODES.objectNode().put("type", "array");
                list.set("items", schema(depth - 1));
                yield random.nextBoolean() ? list.put("minItems", random.nextInt(3)) : list.put("maxItems", 2);
            }
            case 3 -> {
                ObjectNode tuple = NODES.objectNode().put("type", "array");
                tuple.putArray(random.nextBoolean() ? "prefixItems" : "items")
                        .add(leaf())
                        .add(leaf());
                yield tuple.put(tuple.has("items") ? "additionalItems" : "items", false);
            }
            case 4 -> list("anyOf", schema(depth - 1), schema(depth - 1));
            case 5 -> list("oneOf", schema(depth - 1), schema(depth - 1));
            case 6 -> list("allOf", schema(depth - 1), schema(depth - 1));
            case 7 -> list("allOf", object(depth - 1), object(depth - 1));
            case 8 -> NODES.objectNode().put("$ref", random.nextBoolean() ? "#/$defs/D" : "#/$defs/N");
            case 9 ->
                list("anyOf", leaf(), NODES.objectNode().put("type", "null")).put("description", "d");
            case 10 -> {
                ObjectNode not = leaf();
                not.set("not", leaf());
                yield not;
            }
            default -> leaf();
        };
    }

    private static ObjectNode list(String word, ObjectNode... each) {
        ObjectNode schema = NODES.objectNode();
        schema.putArray(word).addAll(List.of(each));
        return schema;
    }

    private ObjectNode leaf() {
        ObjectNode leaf = NODES.objectNode();
        switch (random.nextInt(7)) {
            case 0 -> leaf.putArray("enum").add("x").add(random.nextInt(2));
            case 1 -> leaf.put("const", random.nextBoolean() ? "x" : "y");
            case 2 -> leaf.put("type", "integer").put("minimum", random.nextInt(2));
            case 3 ->
                leaf.put("type", "string").put("minLength", random.nextInt(2)).put("maxLength", 1);
            case 4 -> leaf.putArray("type").add(one(TYPES)).add("null");
            case 5 -> leaf.putArray("enum").add("x").addNull();
            default -> leaf.put("type", one(TYPES));
        }
        return leaf;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Something that may well fit a schema. */
    JsonNode value(JsonNode schema, JsonNode document, int depth) {
        String reference = schema.path("$ref").asString("");
        if (depth < -8) {
            return NODES.nullNode();
        }
        if (!reference.isEmpty()) {
            return value(document.at(reference.substring(1)), document, depth - 1);
        }
        for (String word : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(word)) {
                JsonNode one = value(schema.path(word).get(random.nextInt(2)), document, depth - 1);
                JsonNode other = value(schema.path(word).get(0), document, depth - 1);
                if (word.equals("allOf") && one instanceof ObjectNode both && other instanceof ObjectNode more) {
                    more.properties().forEach(each -> both.putIfAbsent(each.getKey(), each.getValue()));
                }
                return one;
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(2));
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").get(random.nextInt(2)).asString()
                : schema.path("type").asString("");
        return switch (type) {
            case "object" -> {
                ObjectNode object = NODES.objectNode();
                for (var each : schema.path("properties").properties()) {
                    boolean required = schema.path("required")
                            .valueStream()
                            .anyMatch(name -> name.asString("").equals(each.getKey()));
                    if (depth > -4 && (required || random.nextBoolean())) {
                        object.set(each.getKey(), value(each.getValue(), document, depth - 1));
                    }
                }
                yield object;
            }
            case "array" -> {
                var list = NODES.arrayNode();
                JsonNode items = schema.path("items");
                JsonNode places = items.isArray() ? items : schema.path("prefixItems");
                for (int i = 0; i < random.nextInt(3); i++) {
                    list.add(value(places.isArray() ? places.path(i) : items, document, depth - 1));
                }
                yield list;
            }
            case "string" -> NODES.stringNode(random.nextBoolean() ? "" : "x");
            case "integer", "number" -> NODES.numberNode(random.nextInt(3));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> NODES.nullNode();
        };
    }

    /** JSON Schema, as far as it is used here. */
    static boolean allows(JsonNode schema, JsonNode value, JsonNode document) {
        if (schema.isBoolean()) {
            return schema.asBoolean();
        }
        String reference = schema.path("$ref").asString("");
        if (!reference.isEmpty() && !allows(document.at(reference.substring(1)), value, document)) {
            return false;
        }
        long any = matching(schema.path("anyOf"), value, document);
        long one = matching(schema.path("oneOf"), value, document);
        return (!schema.has("anyOf") || any > 0)
                && (!schema.has("oneOf") || one == 1)
                && matching(schema.path("allOf"), value, document)
                        == schema.path("allOf").size()
                && !(schema.has("not") && allows(schema.path("not"), value, document))
                && (!schema.has("type") || typed(schema.path("type"), value))
                && (!schema.has("const") || schema.path("const").equals(value))
                && (!schema.has("enum") || schema.path("enum").valueStream().anyMatch(value::equals))
                && (!value.isNumber()
                        || value.asLong() >= schema.path("minimum").asLong(Long.MIN_VALUE))
                && (!value.isString()
                        || length(schema, "Length", value.asString().length()))
                && (!value.isArray() || items(schema, value, document))
                && (!value.isObject() || members(schema, value, document));
    }

    private static long matching(JsonNode schemas, JsonNode value, JsonNode document) {
        return schemas.valueStream()
                .filter(each -> allows(each, value, document))
                .count();
    }

    private static boolean typed(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(each -> typed(each, value));
        }
        return switch (type.asString()) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "array" -> value.isArray();
            default -> value.isObject();
        };
    }

    private static boolean length(JsonNode schema, String of, int length) {
        return length >= schema.path("min" + of).asInt(0)
                && length <= schema.path("max" + of).asInt(Integer.MAX_VALUE);
    }

    private static boolean items(JsonNode schema, JsonNode value, JsonNode document) {
        JsonNode old = schema.path("items").isArray() ? schema.path("items") : schema.path("prefixItems");
        JsonNode rest = schema.path("items").isArray() ? schema.path("additionalItems") : schema.path("items");
        for (int i = 0; i < value.size(); i++) {
            JsonNode place = i < old.size() ? old.get(i) : rest;
            if (!place.isMissingNode() && !allows(place, value.get(i), document)) {
                return false;
            }
        }
        return length(schema, "Items", value.size());
    }

    private static boolean members(JsonNode schema, JsonNode value, JsonNode document) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                return false;
            }
        }
        JsonNode more = schema.path("additionalProperties");
        for (var each : value.properties()) {
            JsonNode place = schema.path("properties").path(each.getKey());
            place = place.isMissingNode() ? more : place;
            if (!place.isMissingNode() && !allows(place, each.getValue(), document)) {
                return false;
            }
        }
        return true;
    }
}
