package io.ninerouter.gateway.codec;

import java.util.Set;

/**
 * What a provider's dialect of JSON Schema lacks.
 *
 * @param refused keywords to leave out, such as {@code $schema}; names of properties are never keywords
 * @param objectRoot whether the schema itself has to be of type object, without {@code anyOf}, {@code oneOf}, {@code allOf}
 *     at its top
 * @param inlineRefs whether {@code $ref} to the schema's own definitions has to be replaced by what it means
 * @param nullableWord whether "or null" is said by {@code nullable: true} instead of type {@code null} (OpenAPI 3.0)
 * @param textEnums whether the values of {@code enum} have to be strings, and {@code const} an enum of one
 * @param filledRequired whether a {@code required} that names nothing has to go
 */
public record SchemaRules(
        Set<String> refused,
        boolean objectRoot,
        boolean inlineRefs,
        boolean nullableWord,
        boolean textEnums,
        boolean filledRequired) {

    /** Only that the root is an object: what OpenAI and Anthropic ask for. */
    public static final SchemaRules OBJECT_ROOT = new SchemaRules(Set.of(), true, false, false, false);

    public SchemaRules {
        refused = Set.copyOf(refused);
    }

    /** Without the rule for an empty {@code required}. */
    public SchemaRules(
            Set<String> refused, boolean objectRoot, boolean inlineRefs, boolean nullableWord, boolean textEnums) {
        this(refused, objectRoot, inlineRefs, nullableWord, textEnums, false);
    }
}
