package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.schema.Binding;
import io.ninerouter.gateway.schema.BindingBudget;
import io.ninerouter.gateway.schema.BindingRules;
import io.ninerouter.gateway.schema.SchemaBinder;
import org.jspecify.annotations.Nullable;

/**
 * Binds the answer and the tools of one request to their schemas as far as the vendor can, and counts what is lost: what is
 * said more loosely as approximated, what cannot bind at all as dropped. The answer comes first, then tools in their order:
 * vendors bind no more than so much in one request. Not thread-safe.
 */
public final class SchemaBinding {
    private static final RawJson NO_ARGUMENTS =
            RawJson.of("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");

    private final BindingRules rules;
    private final BindingBudget budget;
    private final Losses losses;

    public SchemaBinding(BindingRules rules, Losses losses) {
        this.rules = rules;
        this.budget = new BindingBudget(rules);
        this.losses = losses;
    }

    /** The schema that binds the answer; null = none can, and the model has to be told in words. */
    public @Nullable RawJson answer(OutputFormat.JsonSchema wanted) {
        return switch (SchemaBinder.answer(wanted.schema(), rules)) {
            case Binding.Bound bound when budget.takesAnswer(bound.weight()) -> told(bound, Feature.JSON_SCHEMA);
            case Binding.Bound _ -> unbound(Feature.JSON_SCHEMA, "a schema larger than can bind");
            case Binding.Unbound no -> unbound(Feature.JSON_SCHEMA, no.why());
        };
    }

    /**
     * The schema that binds a tool's arguments; null = none can, and the tool is not strict.
     *
     * @param schema null = takes none
     */
    public @Nullable RawJson arguments(@Nullable RawJson schema) {
        RawJson given = schema == null || !schema.isObject() ? NO_ARGUMENTS : schema;
        return switch (SchemaBinder.arguments(given, rules)) {
            case Binding.Bound bound when budget.takesTool(bound.weight()) -> told(bound, Feature.TOOL_SCHEMA);
            case Binding.Bound _ -> unbound(Feature.TOOL_STRICT, "more than can bind in one request");
            case Binding.Unbound no -> unbound(Feature.TOOL_STRICT, no.why());
        };
    }

    private RawJson told(Binding.Bound bound, Feature feature) {
        bound.relaxed().forEach(how -> losses.approximated(feature, how));
        return bound.schema();
    }

    private @Nullable RawJson unbound(Feature feature, String why) {
        losses.dropped(feature, "not bound: " + why);
        return null;
    }
}
