package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One aspect of an object's state, as the Kubernetes API conventions define it.
 *
 * @param type one of {@link Conditions}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param observedGeneration generation of the spec that this was computed from
 * @param lastTransitionTime when {@code status} last flipped, RFC 3339
 * @param reason CamelCase, out of the closed set of {@link Reason}
 * @param message names the value and what was expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @Required
        @Size(max = 316)
        @JsonPropertyDescription(
                "Accepted: valid and compiled. Stalled: refused, and no waiting mends it; False is well."
                        + " ResolvedRefs: everything that it names exists. CredentialsValid: the provider takes the credential, of a"
                        + " ProviderConnection. Programmed: every ready gateway replica serves this generation. Ready: the summary, the next"
                        + " request is served so.")
        String type,

        @Required @Pattern("^(True|False|Unknown)$") @JsonPropertyDescription("True, False or Unknown.")
        String status,

        @JsonPropertyDescription("Generation of the spec that this was computed from.") @Nullable
        Long observedGeneration,

        @Required @Size(max = 40) @JsonPropertyDescription("When the status last flipped.")
        String lastTransitionTime,

        @Required @Size(min = 1, max = 1024) @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @Required @Size(max = 32768) @JsonPropertyDescription("For people: names the value and what was expected.")
        String message) {

    /** Whether the status is {@code True}. */
    public boolean holds() {
        return "True".equals(status);
    }
}
