package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/** Who may call. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterAccess(
        @Nullable @Default("true") @JsonPropertyDescription("false = callers without a key are served.")
        Boolean requireApiKey,

        @Nullable @Default("{}") @JsonPropertyDescription("Where ApiKey objects may live.")
        KeyNamespaces keyNamespaces,

        @Nullable @JsonPropertyDescription("Callers may send their projected ServiceAccount token instead of a key.")
        ServiceAccounts serviceAccounts) {

    /** Where ApiKey objects may live, as Gateway API's allowedRoutes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "(self.from == 'Selector') == has(self.selector)",
            message = "selector: expected with from Selector, and only there",
            fieldPath = ".selector")
    public record KeyNamespaces(
            @Nullable @Default("Same") From from,

            @Nullable @JsonPropertyDescription("Labels of the namespaces.")
            LabelSelector selector) {}

    /** Which namespaces. */
    public enum From {
        /** The Router's own. */
        Same,
        /** Every one. */
        All,
        /** Those with the labels. */
        Selector
    }

    /** Callers that are known by their own identity. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ServiceAccounts(
            @Nullable @Size(max = 253) @JsonPropertyDescription("Audience of the tokens; empty = not accepted.")
            String audience) {}
}
