package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one model of a provider.
 *
 * @param id the provider's own name of the model
 * @param contextWindow input and output tokens together; null = unknown
 * @param maxOutputTokens null = unknown
 * @param input kinds of input beside text: {@code image}, {@code audio}, {@code document}, {@code video}; empty = unknown
 * @param price null = unknown
 * @param tools whether it calls tools; null = unknown
 * @param structuredOutput whether it keeps to a JSON schema or to JSON; null = unknown
 * @param retires ISO 8601 date from which the provider will not serve it any more; null = not told
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelConfig(
        String id,
        @Nullable Long contextWindow,
        @Nullable Long maxOutputTokens,
        List<String> input,
        @Nullable PriceConfig price,
        @Nullable Boolean tools,
        @Nullable Boolean structuredOutput,
        @Nullable String retires) {

    public ModelConfig {
        Checks.text("id", id);
        input = Copies.list(input);
    }

    /** A model of whose end nothing is told. */
    public ModelConfig(
            String id,
            @Nullable Long contextWindow,
            @Nullable Long maxOutputTokens,
            List<String> input,
            @Nullable PriceConfig price,
            @Nullable Boolean tools,
            @Nullable Boolean structuredOutput) {
        this(id, contextWindow, maxOutputTokens, input, price, tools, structuredOutput, null);
    }

    /** The same, where it says nothing what the other says. */
    public ModelConfig or(ModelConfig other) {
        return new ModelConfig(
                id,
                contextWindow == null ? other.contextWindow : contextWindow,
                maxOutputTokens == null ? other.maxOutputTokens : maxOutputTokens,
                input.isEmpty() ? other.input : input,
                price == null ? other.price : price,
                tools == null ? other.tools : tools,
                structuredOutput == null ? other.structuredOutput : structuredOutput,
                retires == null ? other.retires : retires);
    }

    /** A model of which it is not known what it can do beside reading its input. */
    public ModelConfig(
            String id,
            @Nullable Long contextWindow,
            @Nullable Long maxOutputTokens,
            List<String> input,
            @Nullable PriceConfig price) {
        this(id, contextWindow, maxOutputTokens, input, price, null, null);
    }

    /** A model whose price is not known either. */
    public ModelConfig(String id, @Nullable Long contextWindow, @Nullable Long maxOutputTokens, List<String> input) {
        this(id, contextWindow, maxOutputTokens, input, null);
    }
}
