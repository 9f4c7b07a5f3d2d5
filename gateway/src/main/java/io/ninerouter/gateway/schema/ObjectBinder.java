package io.ninerouter.gateway.schema;

import io.ninerouter.gateway.schema.BindingRules.Objects;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Members of objects: which there are, which have to be there, and whether others may be. */
final class ObjectBinder {
    private final SchemaBinder schemas;
    private final BindingRules rules;

    ObjectBinder(SchemaBinder schemas, BindingRules rules) {
        this.schemas = schemas;
        this.rules = rules;
    }

    void bind(ObjectNode schema, ObjectNode bound, Remarks remarks) {
        boolean closed = isFalse(schema.path("additionalProperties")) || isFalse(schema.path("unevaluatedProperties"));
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        ObjectNode properties = properties(schema, required);
        if (rules.objects() == Objects.OPEN) {
            open(schema, closed, bound, remarks);
        } else {
            close(schema, closed, remarks);
        }
        if (rules.objects() == Objects.COMPLETE) {
            complete(schema.path("properties"), properties, required, remarks);
        }
        if (schema.has("properties") || closed) {
            bound.set("properties", properties);
        }
        required(schema, required, properties, bound, remarks);
        if (rules.objects() != Objects.OPEN) {
            bound.put("additionalProperties", false);
        }
    }

    private ObjectNode properties(ObjectNode schema, Set<String> required) {
        ObjectNode properties = SchemaBinder.NODES.objectNode();
        for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
            if (!isFalse(each.getValue())) {
                properties.set(each.getKey(), schemas.schema(each.getValue()));
            } else if (required.contains(each.getKey())) {
                throw new Unbindable("a value of no kind");
            }
        }
        return properties;
    }

    private void close(ObjectNode schema, boolean closed, Remarks remarks) {
        JsonNode more = schema.path("additionalProperties");
        boolean patterns = !schema.path("patternProperties").isEmpty();
        if (patterns || (!more.isMissingNode() && !isFalse(more)) || (!closed && !schema.has("properties"))) {
            throw new Unbindable("an object with members of any name");
        }
        if (!closed) {
            remarks.said("objects without further members");
        }
    }

    private void open(ObjectNode schema, boolean closed, ObjectNode bound, Remarks remarks) {
        JsonNode patterns = schema.path("patternProperties");
        JsonNode more = schema.path("additionalProperties");
        if (!patterns.isEmpty()) {
            remarks.without("patternProperties", patterns);
        }
        if (closed && !patterns.isEmpty()) {
            Set<ObjectNode> each = new LinkedHashSet<>();
            patterns.forEach(pattern -> each.add(schemas.schema(pattern)));
            ObjectNode any = SchemaBinder.NODES.objectNode();
            any.putArray("anyOf").addAll(each);
            bound.set("additionalProperties", each.size() == 1 ? each.iterator().next() : any);
        } else if (closed) {
            bound.put("additionalProperties", false);
        } else if (more instanceof ObjectNode further && patterns.isEmpty()) {
            bound.set("additionalProperties", schemas.schema(further));
        } else if (more.isBoolean()) {
            bound.put("additionalProperties", true);
        }
    }

    /** A member that may be null says by it what it would say by not being there. */
    private void complete(JsonNode given, ObjectNode properties, Set<String> required, Remarks remarks) {
        for (String name : properties.propertyNames()) {
            if (!required.contains(name)) {
                if (!mayBeNull(given.path(name), 0)) {
                    throw new Unbindable("a member that need not be there");
                }
                required.add(name);
                remarks.said("members that need not be there as null");
            }
        }
    }

    private boolean mayBeNull(JsonNode given, int depth) {
        JsonNode schema = schemas.meant(given);
        if (depth > 8 || !(schema instanceof ObjectNode)) {
            return false;
        }
        boolean typed = schema.path("type").asString("").equals("null")
                || schema.path("type")
                        .valueStream()
                        .anyMatch(each -> each.asString("").equals("null"));
        boolean listed =
                !schema.has("enum") || schema.path("enum").valueStream().anyMatch(JsonNode::isNull);
        boolean constant = !schema.has("const") || schema.path("const").isNull();
        if (typed || schema.path("nullable").asBoolean(false)) {
            return listed && constant;
        }
        for (String union : Set.of("anyOf", "oneOf")) {
            for (JsonNode variant : schema.path(union)) {
                if (mayBeNull(variant, depth + 1)) {
                    return true;
                }
            }
        }
        return !schema.has("type") && schema.has("enum") && listed;
    }

    private void required(
            ObjectNode schema, Set<String> required, ObjectNode properties, ObjectNode bound, Remarks remarks) {
        ArrayNode names = SchemaBinder.NODES.arrayNode();
        for (String name : required) {
            if (properties.has(name)) {
                names.add(name);
            } else if (rules.objects() == Objects.OPEN) {
                remarks.without("required", SchemaBinder.NODES.stringNode(name));
            } else {
                throw new Unbindable("a required member that nothing is said of");
            }
        }
        if (schema.has("required") || !names.isEmpty() || rules.objects() == Objects.COMPLETE) {
            bound.set("required", names);
        }
    }

    private static boolean isFalse(JsonNode schema) {
        return schema.isBoolean() && !schema.asBoolean();
    }
}
