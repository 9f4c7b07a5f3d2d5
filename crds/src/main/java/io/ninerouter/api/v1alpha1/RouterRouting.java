package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.ninerouter.config.AccountStrategy;
import io.ninerouter.config.ComboStrategy;
import org.jspecify.annotations.Nullable;

/** How targets are chosen. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterRouting(
        @Nullable @Default("{}") @JsonPropertyDescription("Among the connections of one provider.")
        Accounts accounts,

        @Nullable @Default("{}") @JsonPropertyDescription("Among the members of combos that say nothing themselves.")
        Combos combos) {

    /** Among the connections of one provider. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Accounts(
            @Nullable @Default("FillFirst") AccountStrategy strategy,

            @Nullable
            @Default("3")
            @Min(1)
            @Max(1000)
            @JsonPropertyDescription("RoundRobin: requests in a row on one connection.")
            Integer stickyLimit,

            @Nullable @Default("true") @JsonPropertyDescription("Whether a session stays on one connection.")
            Boolean sessionAffinity) {}

    /** Among the members of combos. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Combos(@Nullable @Default("Fallback") ComboStrategy strategy) {}
}
