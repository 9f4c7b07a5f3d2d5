package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** USD per million tokens, as decimals in text: money is never floating point. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
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
        @JsonPropertyDescription("Input written to a cache for an hour or longer; default: as cacheWrite.")
        String cacheWrite1h,

        @Nullable @JsonPropertyDescription("What all tokens of a request cost whose prompt is long.")
        LongPrompt longPrompt,

        @Nullable @JsonPropertyDescription("Tokens of sound; what is not set costs what text does.")
        Media audio,

        @Nullable @JsonPropertyDescription("Tokens of pictures; what is not set costs what text does.")
        Media image,

        @Nullable
        @Size(max = 24)
        @Pattern(Schemas.DECIMAL)
        @JsonPropertyDescription("USD per thousand web searches that the provider runs; default: none beside tokens.")
        String search,

        @Nullable
        @Size(max = 24)
        @Pattern(Schemas.DECIMAL)
        @JsonPropertyDescription(
                "USD per thousand requests for which the provider searches the web, however often; default: none.")
        String searchRequest,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Factors of the price of all tokens, by how an answer says that it was served: a service tier, a speed or a"
                        + " place, such as flex: '0.5'. One that is not here costs what the standard does and is counted as unpriced.")
        Map<String, @Size(max = 24) @Pattern(Schemas.DECIMAL) String> tiers,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Factors of the price of all tokens, by the host that is asked, such as eu.api.openai.com: '1.1'; a * at"
                        + " its beginning stands for anything.")
        Map<String, @Size(max = 24) @Pattern(Schemas.DECIMAL) String> places,

        @Nullable
        @JsonPropertyDescription(
                "Whether an answer that says what it costs, in USD and more than 0, costs that; the prices here count for"
                        + " others only.")
        Boolean reported) {
    public Price {
        tiers = Copies.sorted(tiers);
        places = Copies.sorted(places);
    }

    /** A price of text alone, in one tier. */
    public Price(
            @Nullable String input,
            @Nullable String output,
            @Nullable String cacheRead,
            @Nullable String cacheWrite,
            @Nullable String cacheWrite1h,
            @Nullable LongPrompt longPrompt) {
        this(
                input,
                output,
                cacheRead,
                cacheWrite,
                cacheWrite1h,
                longPrompt,
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                null);
    }

    /** Tokens of another kind than text. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Media(
            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL) @JsonPropertyDescription("Input that no cache held.")
            String input,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL) @JsonPropertyDescription("Input read from a cache.")
            String cacheRead,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String output) {}

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
