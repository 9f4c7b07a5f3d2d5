package io.ninerouter.gateway.schema;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What several schemas say of one value, as one. Copies share what is within them, which nobody changes. */
final class Merging {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Definitions definitions;

    Merging(Definitions definitions) {
        this.definitions = definitions;
    }

    /** {@code allOf} is all of its members at once. */
    ObjectNode merged(ObjectNode given) {
        ObjectNode merged = given;
        while (merged.get("allOf") instanceof ArrayNode all) {
            ObjectNode rest = without(merged, "allOf");
            if (all.size() == 1 && all.get(0) instanceof ObjectNode only && Keywords.anything(rest)) {
                merged = told(rest, only);
                if (merged.has("$ref")) {
                    return merged;
                }
            } else {
                for (JsonNode each : all) {
                    rest = Conjunction.of(rest, solid(each));
                }
                merged = rest;
            }
        }
        return merged;
    }

    /** A schema with what it refers to in its place. */
    ObjectNode solid(JsonNode given) {
        if (!(given instanceof ObjectNode object)) {
            if (given.isBoolean() && given.asBoolean()) {
                return NODES.objectNode();
            }
            throw new Unbindable("a value of no kind");
        }
        ObjectNode solid = object;
        while (solid.has("$ref")) {
            String reference = solid.path("$ref").asString("");
            if (definitions.circles(reference)) {
                throw new Unbindable("more beside a reference that leads back to itself");
            }
            solid = Conjunction.of(without(solid, "$ref"), definitions.meant(reference));
        }
        return solid;
    }

    /** A schema with what is said about it elsewhere. */
    static ObjectNode told(ObjectNode about, ObjectNode schema) {
        return copy(schema).setAll(about);
    }

    static ObjectNode without(ObjectNode schema, String... keywords) {
        ObjectNode rest = copy(schema);
        rest.remove(List.of(keywords));
        return rest;
    }

    static ObjectNode copy(ObjectNode schema) {
        return NODES.objectNode().setAll(schema);
    }
}
