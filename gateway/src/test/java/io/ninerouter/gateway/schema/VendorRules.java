package io.ninerouter.gateway.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a vendor would answer 400 to, read off its documentation and not off {@link BindingRules}. */
enum VendorRules {
    OPENAI(
            BindingRules.OPENAI,
            Set.of(
                    "type",
                    "title",
                    "description",
                    "properties",
                    "required",
                    "additionalProperties",
                    "items",
                    "enum",
                    "const",
                    "anyOf",
                    "$ref",
                    "$defs",
                    "pattern",
                    "format",
                    "multipleOf",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "minItems",
                    "maxItems"),
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")),
    ANTHROPIC(
            BindingRules.ANTHROPIC,
            Set.of(
                    "type",
                    "title",
                    "description",
                    "properties",
                    "required",
                    "additionalProperties",
                    "items",
                    "enum",
                    "const",
                    "anyOf",
                    "$ref",
                    "$defs",
                    "pattern",
                    "format",
                    "minItems"),
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid")),
    GEMINI(
            BindingRules.GEMINI,
            Set.of(
                    "type",
                    "title",
                    "description",
                    "properties",
                    "required",
                    "additionalProperties",
                    "items",
                    "prefixItems",
                    "enum",
                    "anyOf",
                    "$ref",
                    "$defs",
                    "format",
                    "minimum",
                    "maximum",
                    "minItems",
                    "maxItems"),
            Set.of("date-time", "date", "time"));

    private static final Set<String> MAPS = Set.of("properties", "$defs");
    private static final Set<String> DATA =
            Set.of("enum", "const", "required", "type", "description", "title", "pattern");

    final BindingRules rules;
    private final Set<String> known;
    private final Set<String> formats;

    VendorRules(BindingRules rules, Set<String> known, Set<String> formats) {
        this.rules = rules;
        this.known = known;
        this.formats = formats;
    }

    /** Everything that it would refuse; empty = it takes the schema. */
    List<String> refuses(JsonNode schema) {
        List<String> refused = new ArrayList<>();
        if (this != GEMINI && !schema.path("type").asString("").equals("object")) {
            refused.add("a root that is no object");
        }
        schema(schema, "#", refused);
        return refused;
    }

    private void schema(JsonNode schema, String at, List<String> refused) {
        if (schema.isBoolean()) {
            if (!at.endsWith("/additionalProperties")) {
                refused.add(at + " is " + schema);
            }
            return;
        }
        if (schema.has("$ref") && schema.size() > 1) {
            refused.add(at + " has more beside $ref");
        }
        if (this != GEMINI && !schema.has("type") && !schema.has("anyOf") && !schema.has("$ref")) {
            refused.add(at + " has no type");
        }
        if (schema.path("format").isString()
                && !formats.contains(schema.path("format").asString())) {
            refused.add(at + " has format " + schema.path("format"));
        }
        object(schema, at, refused);
        values(schema, at, refused);
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String keyword = member.getKey();
            if (!known.contains(keyword)) {
                refused.add(at + " has " + keyword);
            }
            if (MAPS.contains(keyword)) {
                member.getValue()
                        .properties()
                        .forEach(each -> schema(each.getValue(), at + '/' + keyword + '/' + each.getKey(), refused));
            } else if (member.getValue().isArray() && !DATA.contains(keyword)) {
                member.getValue().forEach(each -> schema(each, at + '/' + keyword, refused));
            } else if (member.getValue().isObject() || keyword.equals("items")) {
                schema(member.getValue(), at + '/' + keyword, refused);
            }
        }
    }

    private void object(JsonNode schema, String at, List<String> refused) {
        boolean object = schema.path("type").toString().contains("\"object\"");
        if (this == GEMINI || !object) {
            return;
        }
        JsonNode more = schema.path("additionalProperties");
        if (!more.isBoolean() || more.asBoolean()) {
            refused.add(at + " is not closed");
        }
        if (this == OPENAI
                && schema.path("required").size() != schema.path("properties").size()) {
            refused.add(at + " does not require all");
        }
    }

    private void values(JsonNode schema, String at, List<String> refused) {
        for (JsonNode value : schema.path("enum")) {
            if (value.isContainer() || (this == GEMINI && !value.isString() && !value.isNumber())) {
                refused.add(at + " has an enum of " + value);
            }
        }
        if (this != GEMINI && schema.path("type").toString().contains("\"array\"") && !schema.has("items")) {
            refused.add(at + " is a list of nobody knows what");
        }
        if (this == ANTHROPIC && schema.path("minItems").asInt(0) > 1) {
            refused.add(at + " has minItems " + schema.path("minItems"));
        }
    }
}
