package io.ninerouter.gateway.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Types, enumerations and limits of values. */
final class ValueBinder {
    private final BindingRules rules;

    ValueBinder(BindingRules rules) {
        this.rules = rules;
    }

    /** Whether values may be of a type, as far as the schema says. */
    boolean may(ObjectNode schema, String type) {
        JsonNode said = schema.path("type");
        return said.asString("").equals(type)
                || said.valueStream().anyMatch(each -> each.asString("").equals(type));
    }

    /** Says the type where the rest of the schema does, and {@code null} by it. */
    void type(ObjectNode schema) {
        if (!schema.has("type")) {
            infer(schema);
        }
        if (schema.get("type") instanceof ArrayNode types && types.size() == 1) {
            schema.set("type", types.get(0));
        }
        JsonNode nullable = schema.remove("nullable");
        if (nullable != null && nullable.asBoolean(false) && schema.has("type") && !may(schema, "null")) {
            ArrayNode types = SchemaBinder.NODES.arrayNode();
            if (schema.get("type") instanceof ArrayNode several) {
                types.addAll(several);
            } else {
                types.add(schema.get("type"));
            }
            schema.set("type", types.add("null"));
        }
    }

    private static void infer(ObjectNode schema) {
        Set<String> types = new LinkedHashSet<>();
        if (schema.has("const")) {
            types.add(kind(schema.get("const")));
        }
        schema.path("enum").forEach(value -> types.add(kind(value)));
        if (types.isEmpty()) {
            if (schema.has("properties") || schema.has("additionalProperties") || schema.has("patternProperties")) {
                types.add("object");
            } else if (schema.has("items") || schema.has("prefixItems")) {
                types.add("array");
            }
        }
        if (types.size() == 1) {
            schema.put("type", types.iterator().next());
        } else if (!types.isEmpty()) {
            ArrayNode several = schema.putArray("type");
            types.forEach(several::add);
        }
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            default -> throw new Unbindable("an enumeration of lists or objects");
        };
    }

    /** Writes what concerns values themselves; the rest of a schema's members is for others. */
    void member(String keyword, JsonNode value, ObjectNode bound, Remarks remarks) {
        switch (keyword) {
            case "enum" -> enumerated(value, bound, remarks);
            case "const" -> {
                kind(value);
                if (rules.knows("const")) {
                    bound.set("const", value);
                } else {
                    enumerated(SchemaBinder.NODES.arrayNode().add(value), bound, remarks);
                }
            }
            case "default" -> remarks.hint(keyword, value);
            case "minItems" -> {
                if (rules.knows(keyword) && value.asLong(0) > rules.mostMinItems()) {
                    bound.put(keyword, rules.mostMinItems());
                    remarks.without(keyword, value);
                } else {
                    limit(keyword, value, rules.knows(keyword), bound, remarks);
                }
            }
            case "format" ->
                limit(
                        keyword,
                        value,
                        rules.knows(keyword) && rules.formats().contains(value.asString("")),
                        bound,
                        remarks);
            case "pattern" ->
                limit(keyword, value, rules.knows(keyword) && Patterns.regular(value.asString("")), bound, remarks);
            default -> {
                if (Keywords.limits(keyword)) {
                    limit(keyword, value, rules.knows(keyword), bound, remarks);
                }
            }
        }
    }

    private static void limit(String keyword, JsonNode value, boolean known, ObjectNode bound, Remarks remarks) {
        if (known) {
            bound.set(keyword, value);
        } else {
            remarks.without(keyword, value);
        }
    }

    private void enumerated(JsonNode values, ObjectNode bound, Remarks remarks) {
        ArrayNode kept = SchemaBinder.NODES.arrayNode();
        for (JsonNode value : values) {
            kind(value);
            if (!rules.wordsInEnums() && value.isBoolean()) {
                remarks.without("enum", values);
                return;
            }
            // What is null alone is said by the type.
            if (rules.wordsInEnums() || !value.isNull()) {
                kept.add(value);
            }
        }
        if (!kept.isEmpty()) {
            bound.set("enum", kept);
        }
    }

    /** An enumeration with null, where none has a place for it: its other values, or null; null = it is none. */
    @Nullable
    ArrayNode orNull(ObjectNode schema) {
        boolean with = schema.path("enum").valueStream().anyMatch(JsonNode::isNull);
        if (rules.wordsInEnums() || !with || schema.path("enum").size() == 1) {
            return null;
        }
        ObjectNode others = schema.deepCopy();
        others.remove(List.of("title", "description", "type", "nullable"));
        ArrayNode values = others.putArray("enum");
        for (JsonNode value : schema.path("enum")) {
            if (!value.isNull() && (!schema.has("type") || typed(schema, kind(value)))) {
                values.add(value);
            }
        }
        ArrayNode either = SchemaBinder.NODES.arrayNode().add(others);
        if (!schema.has("type")
                || may(schema, "null")
                || schema.path("nullable").asBoolean(false)) {
            either.addObject().put("type", "null");
        }
        return either;
    }

    private boolean typed(ObjectNode schema, String kind) {
        return may(schema, kind) || (kind.equals("integer") && may(schema, "number"));
    }
}
