package io.ninerouter.gateway.schema;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What the words of JSON Schema are about. */
final class Keywords {
    /** Their values are data and no schemas. */
    static final Set<String> DATA = Set.of(
            "enum", "const", "default", "examples", "example", "required", "type", "dependentRequired", "description");

    /** They say nothing of values, or what the structure says already; a word that nobody knows does neither. */
    private static final Set<String> CONSTRAIN = Set.of(
            "not",
            "if",
            "then",
            "else",
            "dependentSchemas",
            "dependentRequired",
            "dependencies",
            "contains",
            "minContains",
            "maxContains",
            "uniqueItems",
            "unevaluatedItems",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minItems",
            "maxItems");

    private static final Set<String> STRUCTURE = Set.of(
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "unevaluatedProperties",
            "items",
            "prefixItems",
            "anyOf",
            "oneOf",
            "allOf",
            "$ref");

    private Keywords() {}

    /** A limit of values that a structure has, which can be told in words. */
    static boolean limits(String keyword) {
        return CONSTRAIN.contains(keyword);
    }

    /** Whether it allows less than everything. */
    static boolean constrains(String keyword) {
        return CONSTRAIN.contains(keyword) || STRUCTURE.contains(keyword);
    }

    static boolean isDefinitions(String keyword) {
        return keyword.equals("$defs") || keyword.equals("definitions");
    }

    /** Whether a schema allows everything. */
    static boolean anything(ObjectNode schema) {
        return schema.properties().stream().noneMatch(member -> constrains(member.getKey()));
    }
}
