package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** USD per million tokens, as decimals in text: money is never floating point. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Price(
        @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL) @JsonPropertyDescription("Input that no cache held.")
        String input,

        @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL) @JsonPropertyDescription("Output, reasoning included.")
        String output,

        @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL) @JsonPropertyDescription("Input read from a cache.")
        String cacheRead,

        @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL) @JsonPropertyDescription("Input written to a cache.")
        String cacheWrite,

        @Nullable
        @Size(max = 24)
        @Pattern(Schemas.DECIMAL)
        @JsonPropertyDescription("Input written to a cache for an hour; default: as cacheWrite.")
        String cacheWrite1h,

        @Nullable @JsonPropertyDescription("What all tokens of a request cost whose prompt is long.")
        LongPrompt longPrompt) {

    /** What all tokens of a request cost whose prompt is long; what is not set costs what it does in a short one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LongPrompt(
            @Required
            @Min(1)
            @Max(1000000000)
            @JsonPropertyDescription("The longest prompt that is not long, in tokens, cached ones included.")
            Long over,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String input,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String output,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String cacheRead,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String cacheWrite,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String cacheWrite1h) {}
}
