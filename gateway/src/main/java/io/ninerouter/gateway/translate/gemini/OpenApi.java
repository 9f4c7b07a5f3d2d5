package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaRepair;
import io.ninerouter.gateway.codec.SchemaRules;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's {@code Schema}, a part of OpenAPI 3.0: types in upper case, {@code nullable}, and no keyword that it does not
 * know, or the request is refused. Names of properties are no keywords: a parameter called {@code pattern} stays.
 */
final class OpenApi {
    private static final JsonMapper TREES = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 64;

    private static final SchemaRules ARGUMENTS = new SchemaRules(Set.of(), true, true, true, true);
    private static final SchemaRules OUTPUT = new SchemaRules(Set.of(), false, true, true, true);

    private static final Set<String> KNOWN = Set.of(
            "type",
            "format",
            "title",
            "description",
            "nullable",
            "enum",
            "items",
            "maxItems",
            "minItems",
            "properties",
            "required",
            "minProperties",
            "maxProperties",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "default",
            "example",
            "anyOf",
            "propertyOrdering");
    private static final Set<String> FORMATS = Set.of("enum", "date-time", "int32", "int64", "float", "double");
    /** What says nothing about values: leaving it out is no loss. */
    private static final Set<String> SILENT = Set.of("$schema", "$id", "$comment", "$defs", "definitions");
    /** Protocol buffers write 64-bit numbers as text. */
    private static final Set<String> COUNTS =
            Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");

    private static final String[] TYPES = {"", "string", "number", "integer", "boolean", "array", "object", "null"};

    private final Feature feature;
    private final Losses losses;

    private OpenApi(Feature feature, Losses losses) {
        this.feature = feature;
        this.losses = losses;
    }

    /**
     * Writes the arguments of a function: as {@code parameters}, which every server of this dialect knows, if Google's form
     * says all that the schema says; otherwise as {@code parametersJsonSchema}.
     *
     * @param newer whether the model takes JSON Schema; otherwise it gets Google's form with what is lost counted
     * @param schema null = takes none
     */
    static void writeArguments(@Nullable RawJson schema, boolean newer, Losses losses, JsonWriter out) {
        if (schema == null) {
            return;
        }
        Losses own = new Losses();
        RawJson form = new OpenApi(Feature.TOOL_SCHEMA, own).known(SchemaRepair.arguments(schema, ARGUMENTS, own));
        if (newer && !form.equals(schema) && !toJson(form).equals(schema)) {
            out.raw("parametersJsonSchema", SchemaRepair.arguments(schema, SchemaRules.OBJECT_ROOT, losses));
            return;
        }
        own.all().forEach(loss -> losses.approximated(loss.feature(), loss.how()));
        out.raw("parameters", form);
    }

    /** The schema of an answer in Google's form. */
    static RawJson output(RawJson schema, Losses losses) {
        return new OpenApi(Feature.JSON_SCHEMA, losses).known(SchemaRepair.answer(schema, OUTPUT, losses));
    }

    private RawJson known(RawJson schema) {
        JsonNode tree = tree(schema);
        JsonNode fit = known(tree, 0);
        return fit.equals(tree) ? schema : raw(fit);
    }

    private JsonNode known(JsonNode node, int depth) {
        if (!(node instanceof ObjectNode object)) {
            // true and false are schemas too.
            return NODES.objectNode();
        }
        ObjectNode fit = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : merged(object).properties()) {
            String keyword = member.getKey();
            JsonNode value = member.getValue();
            if (depth > MAX_DEPTH || !KNOWN.contains(keyword) || !allowed(keyword, value)) {
                left(keyword, value);
            } else {
                fit.set(keyword, value(keyword, value, depth + 1));
            }
        }
        repaired(fit);
        return fit;
    }

    private JsonNode value(String keyword, JsonNode value, int depth) {
        return switch (keyword) {
            case "properties" -> {
                ObjectNode properties = NODES.objectNode();
                value.properties().forEach(entry -> properties.set(entry.getKey(), known(entry.getValue(), depth)));
                yield properties;
            }
            case "anyOf" -> {
                ArrayNode variants = NODES.arrayNode();
                value.forEach(variant -> variants.add(known(variant, depth)));
                yield variants;
            }
            case "items" -> known(value, depth);
            default -> value;
        };
    }

    private static boolean allowed(String keyword, JsonNode value) {
        return switch (keyword) {
            case "format" -> FORMATS.contains(value.asString(""));
            case "properties" -> value.isObject();
            case "anyOf", "enum", "required" -> value.isArray() && !value.isEmpty();
            case "items" -> !value.isArray();
            default -> true;
        };
    }

    private void left(String keyword, JsonNode value) {
        // Other properties are allowed where nothing is said, and never used.
        boolean silent = SILENT.contains(keyword) || keyword.equals("additionalProperties");
        boolean empty = value.isContainer() && value.isEmpty();
        if (!silent && !empty) {
            losses.approximated(feature, "without " + keyword);
        }
    }

    /** {@code allOf} is all of its members at once. */
    private static ObjectNode merged(ObjectNode object) {
        if (!(object.get("allOf") instanceof ArrayNode all)) {
            return object;
        }
        ObjectNode merged = object.deepCopy();
        merged.remove("allOf");
        for (JsonNode each : all) {
            for (Map.Entry<String, JsonNode> member : each.properties()) {
                JsonNode present = merged.get(member.getKey());
                if (present instanceof ObjectNode one && member.getValue() instanceof ObjectNode more) {
                    more.properties().forEach(entry -> one.putIfAbsent(entry.getKey(), entry.getValue()));
                } else if (present instanceof ArrayNode one && member.getValue() instanceof ArrayNode more) {
                    one.addAll(more);
                } else if (present == null) {
                    merged.set(member.getKey(), member.getValue());
                }
            }
        }
        return merged;
    }

    /** What Google insists on beyond the keywords. */
    private static void repaired(ObjectNode schema) {
        if (schema.get("enum") instanceof ArrayNode values) {
            Iterator<JsonNode> each = values.iterator();
            while (each.hasNext()) {
                if (each.next().asString("").isEmpty()) {
                    each.remove();
                }
            }
            if (values.isEmpty()) {
                schema.remove("enum");
            }
        }
        if (schema.path("type").asString("").equals("array")
                && schema.path("items").isEmpty()) {
            schema.putObject("items").put("type", "string");
        }
        if (schema.get("required") instanceof ArrayNode required) {
            ArrayNode kept = NODES.arrayNode();
            required.forEach(name -> {
                if (schema.path("properties").has(name.asString(""))) {
                    kept.add(name);
                }
            });
            if (kept.isEmpty()) {
                schema.remove("required");
            } else {
                schema.set("required", kept);
            }
        }
    }

    /** Google's form as JSON Schema; the bytes stay as they are where both say the same. */
    static RawJson toJson(RawJson schema) {
        JsonNode tree = tree(schema);
        JsonNode json = json(tree, 0);
        return json.equals(tree) ? schema : raw(json);
    }

    private static JsonNode json(JsonNode node, int depth) {
        if (!(node instanceof ObjectNode object) || depth > MAX_DEPTH) {
            return node;
        }
        ObjectNode json = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String keyword = GeminiNames.camel(member.getKey());
            JsonNode value = member.getValue();
            switch (keyword) {
                case "type" -> json.set("type", type(value));
                case "items", "additionalProperties", "not" -> json.set(keyword, json(value, depth + 1));
                case "properties", "$defs", "defs", "definitions" -> {
                    ObjectNode map = json.putObject(keyword);
                    value.properties().forEach(entry -> map.set(entry.getKey(), json(entry.getValue(), depth + 1)));
                }
                case "anyOf", "oneOf", "allOf", "prefixItems" -> {
                    ArrayNode list = json.putArray(keyword);
                    value.forEach(variant -> list.add(json(variant, depth + 1)));
                }
                case "nullable", "propertyOrdering" -> {
                    // The first is said by the type, the second has no equal.
                }
                default -> json.set(keyword, COUNTS.contains(keyword) ? number(value) : value);
            }
        }
        if (object.path("nullable").asBoolean(false)) {
            nullable(json);
        }
        return json;
    }

    private static JsonNode type(JsonNode type) {
        if (type.isString()) {
            String word = type.asString().toLowerCase(Locale.ROOT);
            return NODES.stringNode(word);
        }
        if (type.isInt() && type.asInt() > 0 && type.asInt() < TYPES.length) {
            return NODES.stringNode(TYPES[type.asInt()]);
        }
        return type;
    }

    private static JsonNode number(JsonNode value) {
        if (!value.isString()) {
            return value;
        }
        try {
            return NODES.numberNode(Long.parseLong(value.asString()));
        } catch (NumberFormatException e) {
            // For the provider to refuse, if it minds.
            return value;
        }
    }

    private static void nullable(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isString()) {
            schema.putArray("type").add(type.asString()).add("null");
            if (schema.get("enum") instanceof ArrayNode values) {
                values.addNull();
            }
        } else if (schema.get("anyOf") instanceof ArrayNode variants) {
            variants.addObject().put("type", "null");
        }
    }

    private static JsonNode tree(RawJson json) {
        Utf8 bytes = json.bytes();
        return TREES.readTree(bytes.array(), bytes.from(), bytes.length());
    }

    private static RawJson raw(JsonNode tree) {
        return RawJson.of(TREES.writeValueAsString(tree));
    }
}
