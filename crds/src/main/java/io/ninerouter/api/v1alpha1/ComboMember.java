package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One member of a Combo. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComboMember(
        @Required
        @Size(min = 1, max = 256)
        @Pattern(Schemas.MODEL)
        @JsonPropertyDescription("A provider/model, an alias or another combo.")
        String model,

        @Nullable @Min(1) @Max(1000) @JsonPropertyDescription("Weighted: this member's share. Default 1.")
        Integer weight) {}
