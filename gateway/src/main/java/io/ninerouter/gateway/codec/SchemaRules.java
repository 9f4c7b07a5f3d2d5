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
 * @param binds whether it binds the model: every object has to say {@code additionalProperties: false}, and {@code minItems}
 *     says 0 or 1
 * @param filledRequired whether a {@code required} that names nothing has to go
 */
public record SchemaRules(
        Set<String> refused,
        boolean objectRoot,
        boolean inlineRefs,
        boolean nullableWord,
        boolean textEnums,
        boolean binds,
        boolean filledRequired) {

    /** Only that the root is an object: what OpenAI and Anthropic ask for. */
    public static final SchemaRules OBJECT_ROOT = new SchemaRules(Set.of(), true, false, false, false);

    /**
     * Schemas that bind a model (strict tools, structured output) at Anthropic and Bedrock, which answer 400 to what they do not
     * know: an object that is not closed, ranges, and {@code minItems} beyond 1.
     *
     * <p>Source: both vendors' pages on structured output, November 2026.
     */
    public static final SchemaRules BINDING = new SchemaRules(
            Set.of(
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "minLength",
                    "maxLength",
                    "maxItems",
                    "uniqueItems",
                    "minProperties",
                    "maxProperties"),
            true,
            false,
            false,
            false,
            true);

    public SchemaRules {
        refused = Set.copyOf(refused);
    }

    /** Without the rule for an empty {@code required}. */
    public SchemaRules(
            Set<String> refused,
            boolean objectRoot,
            boolean inlineRefs,
            boolean nullableWord,
            boolean textEnums,
            boolean binds) {
        this(refused, objectRoot, inlineRefs, nullableWord, textEnums, binds, false);
    }

    /** Without the rules for what binds a model, and for an empty {@code required}. */
    public SchemaRules(
            Set<String> refused, boolean objectRoot, boolean inlineRefs, boolean nullableWord, boolean textEnums) {
        this(refused, objectRoot, inlineRefs, nullableWord, textEnums, false);
    }
}
