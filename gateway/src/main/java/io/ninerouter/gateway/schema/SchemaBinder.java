package io.ninerouter.gateway.schema;

import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says a caller's schema in the words that a vendor takes where a schema binds.
 *
 * <p>What means the same is rewritten ({@code oneOf} of what excludes each other, {@code allOf}, tuples of older drafts, words
 * beside a reference). A limit that the vendor does not know is left out and told in the description: what binds then allows
 * a little more. Nothing is ever bound to less than the caller's schema allows, but for what its callers agree on: an object
 * that says nothing of further members has none, and a member that may be null is there. Where that cannot be, the answer
 * is {@link Binding.Unbound}. Pure.
 */
public final class SchemaBinder {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper TREES = JsonMapper.builder().build();
    private static final int MAX_SCHEMAS = 10_000;
    private static final int MAX_DEPTH = 100;

    private final BindingRules rules;
    private final Definitions definitions;
    private final Merging merging;
    private final Remarks document = Remarks.ofDocument();
    private final ValueBinder values;
    private final ListBinder lists;
    private final ObjectBinder objects;
    private int made;
    private int depth;

    private SchemaBinder(JsonNode root, BindingRules rules) {
        this.rules = rules;
        this.definitions = new Definitions(root, rules.recursion());
        this.merging = new Merging(definitions);
        this.values = new ValueBinder(rules);
        this.lists = new ListBinder(this, rules);
        this.objects = new ObjectBinder(this, rules);
    }

    /** The schema of an answer. */
    public static Binding answer(RawJson schema, BindingRules rules) {
        return bind(schema, rules, false);
    }

    /** The schema of a tool's arguments; one that says nothing takes none. */
    public static Binding arguments(RawJson schema, BindingRules rules) {
        return bind(schema, rules, true);
    }

    private static Binding bind(RawJson schema, BindingRules rules, boolean arguments) {
        Utf8 bytes = schema.bytes();
        if (!(TREES.readTree(bytes.array(), bytes.from(), bytes.length()) instanceof ObjectNode root)) {
            return new Binding.Unbound("a value of any kind");
        }
        SchemaBinder binder = new SchemaBinder(root, rules);
        try {
            ObjectNode bound = binder.root(arguments ? withMembers(root) : root);
            boolean same = bound.equals(root);
            return new Binding.Bound(
                    same ? schema : RawJson.of(TREES.writeValueAsString(bound)),
                    binder.document.all(),
                    Weight.of(bound));
        } catch (Unbindable e) {
            return new Binding.Unbound(e.why());
        }
    }

    private static ObjectNode withMembers(ObjectNode root) {
        boolean said = root.properties().stream()
                .anyMatch(member -> Keywords.constrains(member.getKey())
                        && !member.getKey().equals("type")
                        && !member.getKey().equals("required"));
        if (said) {
            return root;
        }
        ObjectNode whole = root.deepCopy().put("type", "object");
        whole.putObject("properties");
        return whole;
    }

    private ObjectNode root(ObjectNode given) {
        ObjectNode root = given;
        Set<String> seen = new LinkedHashSet<>();
        while (root.has("$ref")) {
            String reference = root.path("$ref").asString("");
            if (!seen.add(reference)) {
                throw new Unbindable("a reference that leads nowhere here");
            }
            definitions.circles(reference);
            root = Conjunction.of(Merging.without(root, "$ref"), definitions.meant(reference));
        }
        ObjectNode bound = schema(root);
        boolean object = bound.path("type").asString("").equals("object");
        if (!object && rules.objects() != BindingRules.Objects.OPEN) {
            throw new Unbindable("a root that is no object");
        }
        ObjectNode kept = definitions.kept();
        if (kept != null) {
            bound.set("$defs", kept);
        }
        return bound;
    }

    /**
     * One schema, and those within it.
     *
     * @throws Unbindable when the vendor has no words for it
     */
    ObjectNode schema(JsonNode given) {
        if (++made > MAX_SCHEMAS || ++depth > MAX_DEPTH) {
            throw new Unbindable("a schema of too many parts");
        }
        try {
            if (!(given instanceof ObjectNode object)) {
                return anything(given);
            }
            String reference = object.path("$ref").asString("");
            if (!reference.isEmpty()) {
                return referenced(object, reference);
            }
            ObjectNode merged = merging.merged(object);
            return merged.has("$ref") ? schema(merged) : plain(Merging.copy(merged));
        } finally {
            depth--;
        }
    }

    private ObjectNode anything(JsonNode given) {
        if (given.isBoolean() && !given.asBoolean()) {
            throw new Unbindable("a value of no kind");
        }
        if (rules.objects() != BindingRules.Objects.OPEN) {
            throw new Unbindable("a value of any kind");
        }
        return NODES.objectNode();
    }

    /** Nothing may stand beside a reference that stays one. */
    private ObjectNode referenced(ObjectNode given, String reference) {
        ObjectNode beside = Merging.without(given, "$ref", "$defs", "definitions");
        boolean circles = definitions.circles(reference);
        if (!Keywords.anything(beside)) {
            if (circles) {
                throw new Unbindable("more beside a reference that leads back to itself");
            }
            return schema(Conjunction.of(beside, definitions.meant(reference)));
        }
        if (circles || !(beside.has("description") || beside.has("title"))) {
            return definitions.kept(reference, this::schema);
        }
        return schema(Merging.told(beside, definitions.meant(reference)));
    }

    private ObjectNode plain(ObjectNode schema) {
        Drafts.renew(schema);
        JsonNode union = schema.get("anyOf") == null ? schema.get("oneOf") : schema.get("anyOf");
        if (!(union instanceof ArrayNode variants)) {
            ArrayNode orNull = values.orNull(schema);
            return orNull == null
                    ? typed(schema, document.ofSchema())
                    : union(about(schema).set("anyOf", orNull), "anyOf", orNull);
        }
        if (schema.has("anyOf") && schema.has("oneOf")) {
            throw new Unbindable("anyOf beside oneOf");
        }
        return union(schema, schema.has("anyOf") ? "anyOf" : "oneOf", variants);
    }

    private ObjectNode union(ObjectNode schema, String word, ArrayNode variants) {
        ObjectNode base = Merging.without(schema, word);
        Remarks remarks = document.ofSchema();
        if (!Keywords.anything(base) && variants.valueStream().allMatch(SchemaBinder::demandsOnly)) {
            remarks.without(word, variants);
            return typed(base, remarks);
        }
        List<ObjectNode> each = new ArrayList<>();
        for (JsonNode variant : variants) {
            if (!variant.isBoolean() || variant.asBoolean()) {
                each.add(Keywords.anything(base) ? open(variant) : Conjunction.of(bare(base), merging.solid(variant)));
            }
        }
        if (word.equals("oneOf") && !Exclusion.among(each, definitions)) {
            remarks.said("oneOf as anyOf");
        }
        Set<ObjectNode> bound = new LinkedHashSet<>();
        each.forEach(variant -> bound.add(schema(variant)));
        if (bound.isEmpty()) {
            throw new Unbindable("a value of no kind");
        }
        ObjectNode about = about(base);
        if (bound.size() == 1 && !bound.iterator().next().has("$ref")) {
            return Merging.told(about, bound.iterator().next());
        }
        about.putArray("anyOf").addAll(bound);
        return about;
    }

    private ObjectNode open(JsonNode variant) {
        return variant instanceof ObjectNode object ? object : anything(variant);
    }

    /** Whether all that it says is which members have to be there. */
    private static boolean demandsOnly(JsonNode variant) {
        return variant instanceof ObjectNode object
                && object.has("required")
                && object.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(Keywords::constrains)
                        .allMatch(keyword -> keyword.equals("required") || keyword.equals("not"));
    }

    private ObjectNode typed(ObjectNode schema, Remarks remarks) {
        values.type(schema);
        ObjectNode bound = about(schema);
        if (!schema.has("type")) {
            // Limits of what is no text or number say nothing of it.
            schema.properties().stream()
                    .filter(member -> Keywords.limits(member.getKey()))
                    .forEach(member -> remarks.without(member.getKey(), member.getValue()));
            remarks.describe(bound);
            return Merging.told(bound, anything(NODES.booleanNode(true)));
        }
        bound.set("type", schema.get("type"));
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            values.member(member.getKey(), member.getValue(), bound, remarks);
        }
        if (values.may(schema, "array")) {
            lists.bind(schema, bound, remarks);
        }
        if (values.may(schema, "object")) {
            objects.bind(schema, bound, remarks);
        }
        remarks.describe(bound);
        return bound;
    }

    /** What a schema says about itself. */
    private static ObjectNode about(ObjectNode schema) {
        ObjectNode about = NODES.objectNode();
        for (String word : List.of("title", "description")) {
            if (schema.path(word).isString()) {
                about.set(word, schema.get(word));
            }
        }
        return about;
    }

    private static ObjectNode bare(ObjectNode schema) {
        return Merging.without(schema, "title", "description", "default", "$defs", "definitions");
    }

    /** What a reference means, if it is one. */
    JsonNode meant(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : definitions.meant(reference);
    }
}
