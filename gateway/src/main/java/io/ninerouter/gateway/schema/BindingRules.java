package io.ninerouter.gateway.schema;

import java.util.Set;

/**
 * What a vendor knows of JSON Schema where a schema binds. It answers 400 to the rest.
 *
 * @param keywords of those that constrain beyond a value's structure
 * @param formats the formats of texts that it holds to
 * @param objects what it asks of every object
 * @param recursion which schemas may lead back to themselves
 * @param mostMinItems the largest {@code minItems}
 * @param limits how much it takes
 */
public record BindingRules(
        Set<String> keywords,
        Set<String> formats,
        Objects objects,
        Recursion recursion,
        long mostMinItems,
        Limits limits) {

    /** What is asked of objects. */
    public enum Objects {
        /** Nothing: they may have members of other names. */
        OPEN,
        /** {@code additionalProperties: false}. */
        CLOSED,
        /** That, and every member is required. */
        COMPLETE
    }

    /** Which schemas may lead back to themselves. */
    public enum Recursion {
        NONE,
        /** Through members that are not required. */
        OPTIONAL,
        ANY
    }

    /**
     * How much of it one request may have.
     *
     * @param each what one schema may have
     * @param all what all of a request's may have together
     * @param tools how many tools may be bound
     */
    public record Limits(Weight each, Weight all, int tools) {
        static final Limits NONE = new Limits(Weight.MOST, Weight.MOST, Integer.MAX_VALUE);
    }

    /**
     * OpenAI, and Azure's copies of its models.
     *
     * <p>Source: OpenAI's guide to structured outputs, supported schemas, November 2026, and its answers that public reports
     * quote: {@code uri} is no format, nothing stands beside {@code $ref}, {@code uniqueItems}, {@code default} and
     * {@code propertyNames} are not permitted. Lengths of strings are not listed.
     */
    public static final BindingRules OPENAI = new BindingRules(
            Set.of(
                    "const",
                    "format",
                    "pattern",
                    "multipleOf",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "minItems",
                    "maxItems"),
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"),
            Objects.COMPLETE,
            Recursion.ANY,
            Long.MAX_VALUE,
            new Limits(new Weight(5_000, 10, 1_000, 120_000, Weight.ANY, Weight.ANY), Weight.MOST, Integer.MAX_VALUE));

    /** The same for models that were tuned, which know less: named {@code ft:…}. Source: the same page. */
    public static final BindingRules OPENAI_TUNED = new BindingRules(
            Set.of("const"), Set.of(), Objects.COMPLETE, Recursion.ANY, Long.MAX_VALUE, OPENAI.limits());

    /**
     * Anthropic, and Claude and the open models on Bedrock.
     *
     * <p>Source: both vendors' pages on structured outputs, November 2026: no recursion, no ranges, {@code minItems} of 0 and
     * 1, regular expressions without what looks around or back; of one request's bound schemas together 20 tools, 24 optional
     * members, 16 unions.
     */
    public static final BindingRules ANTHROPIC = new BindingRules(
            Set.of("const", "format", "pattern", "minItems"),
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"),
            Objects.CLOSED,
            Recursion.NONE,
            1,
            new Limits(Weight.MOST, new Weight(Weight.ANY, Weight.ANY, Weight.ANY, Weight.ANY, 24, 16), 20));

    /**
     * Gemini's {@code responseJsonSchema}.
     *
     * <p>Source: the reference of {@code GenerationConfig}, November 2026: nothing beside {@code $ref}, enumerations of texts
     * and numbers, cycles through members that are not required.
     */
    public static final BindingRules GEMINI = new BindingRules(
            Set.of("format", "prefixItems", "minimum", "maximum", "minItems", "maxItems"),
            Set.of("date-time", "date", "time"),
            Objects.OPEN,
            Recursion.OPTIONAL,
            Long.MAX_VALUE,
            Limits.NONE);

    /**
     * Google's own form of a schema, which OpenAPI is the source of: it is asked of older models and at Antigravity, and knows
     * neither references nor members of any name.
     *
     * <p>Source: the reference of {@code Schema}, November 2026.
     */
    public static final BindingRules GOOGLE = new BindingRules(
            Set.of(
                    "format",
                    "pattern",
                    "minimum",
                    "maximum",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "maxProperties"),
            Set.of("date-time", "int32", "int64", "float", "double"),
            Objects.CLOSED,
            Recursion.NONE,
            Long.MAX_VALUE,
            Limits.NONE);

    public BindingRules {
        keywords = Set.copyOf(keywords);
        formats = Set.copyOf(formats);
    }

    boolean knows(String keyword) {
        return keywords.contains(keyword);
    }

    /** Whether {@code true}, {@code false} and {@code null} may stand in an enumeration: who has no word for one value. */
    boolean wordsInEnums() {
        return knows("const");
    }
}
