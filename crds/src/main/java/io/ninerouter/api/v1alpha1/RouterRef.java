package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names the Router of the same namespace that an object attaches to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterRef(
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Schemas.OBJECT_NAME)
        @JsonPropertyDescription("Name of a Router in the same namespace.")
        String name) {}
