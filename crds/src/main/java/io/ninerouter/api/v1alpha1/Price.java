package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
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
        String cacheWrite) {}
