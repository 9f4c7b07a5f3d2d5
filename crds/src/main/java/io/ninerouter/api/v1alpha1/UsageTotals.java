package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.ninerouter.config.UsageFigures;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What was used. Each token counts once: input, cacheRead and cacheWrite exclude each other, reasoning is a part of output. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageTotals(
        @Nullable @JsonPropertyDescription("Requests that have ended.")
        Long requests,

        @Nullable @JsonPropertyDescription("Attempts at providers, those that failed included.")
        Long attempts,

        @Nullable @JsonPropertyDescription("Tokens of prompts that no cache held.")
        Long inputTokens,

        @Nullable @JsonPropertyDescription("Tokens of prompts read from a cache.")
        Long cacheReadTokens,

        @Nullable @JsonPropertyDescription("Tokens of prompts written to a cache.")
        Long cacheWriteTokens,

        @Nullable @JsonPropertyDescription("Tokens of answers, reasoning included.")
        Long outputTokens,

        @Nullable @JsonPropertyDescription("Those that were reasoning.")
        Long reasoningTokens,

        @Nullable @Size(max = 32) @JsonPropertyDescription("What it costs, in USD.")
        String costUsd,

        @Nullable
        @Size(max = 32)
        @JsonPropertyDescription("List price of what subscriptions served, in USD: not billed.")
        String unbilledUsd,

        @Nullable
        @JsonPropertyDescription("Attempts that used something whose price is not known; what is known is in the cost.")
        Long unpricedAttempts) {
    private static final int DECIMALS = 12;

    /** From sums; what is 0 is left out, but requests, tokens in and out, and the cost. */
    public static UsageTotals of(UsageFigures sums) {
        return new UsageTotals(
                sums.requests(),
                sums.attempts(),
                sums.inputTokens(),
                some(sums.cacheReadTokens()),
                some(sums.cacheWriteTokens()),
                sums.outputTokens(),
                some(sums.reasoningTokens()),
                usd(sums.billedPicoUsd()),
                sums.unbilledPicoUsd() == 0 ? null : usd(sums.unbilledPicoUsd()),
                some(sums.unpricedAttempts()));
    }

    private static @Nullable Long some(long figure) {
        return figure == 0 ? null : figure;
    }

    /** Exact, without zeros at the end. */
    private static String usd(long pico) {
        return pico == 0
                ? "0"
                : BigDecimal.valueOf(pico, DECIMALS).stripTrailingZeros().toPlainString();
    }
}
