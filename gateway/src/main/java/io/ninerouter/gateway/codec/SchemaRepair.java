package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.schema.Drafts;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings JSON Schemas into the form that a provider accepts. It knows at each place whether a name is a keyword or the name
 * of a property, so a parameter called {@code pattern} or {@code format} survives. Where nothing is to repair the bytes stay
 * as they are.
 *
 * <p>The only place of the translation core that builds trees: schemas are small.
 */
public final class SchemaRepair {
    private static final RawJson NO_ARGUMENTS = RawJson.of("{\"type\":\"object\",\"properties\":{}}");
    private static final JsonMapper TREES = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 64;
    private static final Set<String> UNIONS = Set.of("anyOf", "oneOf", "allOf");
    /** Keywords whose value is a map from names to schemas. */
    private static final Set<String> SCHEMA_MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    /** Keywords whose value is data and no schema. */
    private static final Set<String> DATA =
            Set.of("enum", "const", "default", "examples", "example", "required", "type", "dependentRequired");

    private final SchemaRules rules;
    private final Feature feature;
    private final Losses losses;
    private final JsonNode root;
    private final Set<String> following = new HashSet<>();

    private SchemaRepair(SchemaRules rules, Feature feature, Losses losses, JsonNode root) {
        this.rules = rules;
        this.feature = feature;
        this.losses = losses;
        this.root = root;
    }

    /**
     * The schema of a tool's arguments, acceptable.
     *
     * @param schema null = takes none
     */
    public static RawJson arguments(@Nullable RawJson schema, SchemaRules rules, Losses losses) {
        if (schema == null || !schema.isObject()) {
            // Whoever takes none loses nothing.
            return repair(NO_ARGUMENTS, rules, Feature.TOOL_SCHEMA, new Losses());
        }
        return repair(schema, rules, Feature.TOOL_SCHEMA, losses);
    }

    /** The schema of an answer, acceptable. */
    public static RawJson answer(RawJson schema, SchemaRules rules, Losses losses) {
        return repair(schema, rules, Feature.JSON_SCHEMA, losses);
    }

    private static RawJson repair(RawJson schema, SchemaRules rules, Feature feature, Losses losses) {
        if (rules.equals(SchemaRules.OBJECT_ROOT) && hasObjectRoot(schema) && !Drafts.mayBeOld(schema)) {
            return schema;
        }
        Utf8 bytes = schema.bytes();
        JsonNode tree = TREES.readTree(bytes.array(), bytes.from(), bytes.length());
        SchemaRepair repair = new SchemaRepair(rules, feature, losses, tree);
        JsonNode repaired = repair.schema(tree, 0);
        if (rules.objectRoot() && repaired instanceof ObjectNode object) {
            repaired = repair.objectRoot(object);
        }
        if (repaired.equals(tree)) {
            return schema;
        }
        return RawJson.of(TREES.writeValueAsString(repaired));
    }

    /** Whether a schema does not say that it wants something else than an object. */
    static boolean mayBeObject(RawJson schema) {
        try (JsonReader in = schema.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("type")) {
                        return "object".equals(in.lenientText());
                    }
                }
            }
        }
        return true;
    }

    /** The common case, seen without a tree. */
    private static boolean hasObjectRoot(RawJson schema) {
        boolean object = false;
        boolean properties = false;
        try (JsonReader in = schema.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (UNIONS.contains(in.name())) {
                        return false;
                    }
                    object |= in.name().equals("type") && "object".equals(in.lenientText());
                    properties |= in.name().equals("properties");
                }
            }
        }
        return object && properties;
    }

    private JsonNode schema(JsonNode node, int depth) {
        if (!(node instanceof ObjectNode object) || depth > MAX_DEPTH) {
            return node;
        }
        String target = rules.inlineRefs() ? object.path("$ref").asString("") : "";
        if (!target.isEmpty()) {
            return referenced(object, target, depth);
        }
        ObjectNode repaired = NODES.objectNode();
        ObjectNode renewed = NODES.objectNode().setAll(object);
        Drafts.renew(renewed);
        for (Map.Entry<String, JsonNode> member : renewed.properties()) {
            String keyword = member.getKey();
            if (rules.refused().contains(keyword)) {
                losses.approximated(feature, "without " + keyword);
            } else if (!saysNothing(keyword, member.getValue())) {
                repaired.set(keyword, value(keyword, member.getValue(), depth + 1));
            }
        }
        if (rules.nullableWord()) {
            OpenApiWords.nullable(repaired);
        }
        if (rules.textEnums()) {
            OpenApiWords.textEnum(repaired);
        }
        return repaired;
    }

    /** Definitions that stand where they are meant, and a list of nothing. */
    private boolean saysNothing(String keyword, JsonNode value) {
        return (rules.inlineRefs() && (keyword.equals("$defs") || keyword.equals("definitions")))
                || (rules.filledRequired() && keyword.equals("required") && value.isEmpty());
    }

    private JsonNode value(String keyword, JsonNode value, int depth) {
        if (DATA.contains(keyword)) {
            return value;
        }
        if (SCHEMA_MAPS.contains(keyword) && value instanceof ObjectNode map) {
            ObjectNode repaired = NODES.objectNode();
            map.properties().forEach(entry -> repaired.set(entry.getKey(), schema(entry.getValue(), depth)));
            return repaired;
        }
        if (value instanceof ArrayNode list) {
            ArrayNode repaired = NODES.arrayNode();
            list.forEach(element -> repaired.add(schema(element, depth)));
            return repaired;
        }
        return schema(value, depth);
    }

    /** A reference's meaning, with what else stands beside it; a reference to itself becomes any value. */
    private JsonNode referenced(ObjectNode object, String target, int depth) {
        if (!(meant(root, target) instanceof ObjectNode definition) || !following.add(target)) {
            losses.approximated(feature, "a reference as any value");
            return NODES.objectNode();
        }
        ObjectNode merged = definition.deepCopy();
        object.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        if (object.path("$ref").equals(merged.path("$ref"))) {
            merged.remove("$ref");
            if (definition.has("$ref")) {
                merged.set("$ref", definition.get("$ref"));
            }
        }
        JsonNode repaired = schema(merged, depth + 1);
        following.remove(target);
        return repaired;
    }

    /** A schema with what its reference means in its place; definitions stay where they are. */
    private ObjectNode followed(ObjectNode schema, ObjectNode document) {
        ObjectNode whole = schema.deepCopy();
        Set<String> seen = new HashSet<>();
        while (whole.has("$ref")) {
            String target = whole.remove("$ref").asString("");
            if (!seen.add(target) || !(meant(document, target) instanceof ObjectNode definition)) {
                losses.approximated(feature, "a reference as any value");
                return whole;
            }
            addProperties(definition, whole);
            definition
                    .properties()
                    .forEach(member ->
                            whole.putIfAbsent(member.getKey(), member.getValue().deepCopy()));
        }
        return whole;
    }

    /** What a reference means; missing when it leads out of the document, or to an anchor. */
    private static JsonNode meant(JsonNode document, String target) {
        boolean pointer = target.equals("#") || target.startsWith("#/");
        return pointer ? document.at(target.substring(1)) : NODES.missingNode();
    }

    private static void addProperties(JsonNode from, ObjectNode to) {
        if (from.path("properties") instanceof ObjectNode more) {
            ObjectNode properties = to.withObjectProperty("properties");
            more.properties().forEach(entry -> {
                JsonNode there = properties.get(entry.getKey());
                properties.set(entry.getKey(), there == null ? entry.getValue().deepCopy() : either(there, entry));
            });
        }
    }

    /** What variants call alike may be what any of them says: {@code kind} that tells them apart, above all. */
    private static JsonNode either(JsonNode there, Map.Entry<String, JsonNode> other) {
        JsonNode more = other.getValue();
        if (there.equals(more)) {
            return there;
        }
        ArrayNode variants = NODES.arrayNode();
        if (there.size() == 1 && there.get("anyOf") instanceof ArrayNode several) {
            variants.addAll(several);
        } else {
            variants.add(there);
        }
        if (variants.valueStream().noneMatch(more::equals)) {
            variants.add(more.deepCopy());
        }
        ObjectNode any = NODES.objectNode();
        any.set("anyOf", variants);
        return any;
    }

    /** A root that refers becomes what it means; one that is a union an object that allows what any variant allows. */
    private ObjectNode objectRoot(ObjectNode schema) {
        ObjectNode object = followed(schema, schema);
        for (String union : UNIONS) {
            if (object.remove(union) instanceof ArrayNode variants) {
                losses.approximated(feature, union + " at the top as one object");
                variants.forEach(variant ->
                        addProperties(variant instanceof ObjectNode one ? followed(one, schema) : variant, object));
            }
        }
        if (!object.path("type").asString("").equals("object")) {
            object.put("type", "object");
        }
        if (!object.has("properties")) {
            object.putObject("properties");
        }
        return object;
    }
}
