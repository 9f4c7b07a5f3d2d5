package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Min;

/**
 * Sums of what was used. Each token counts once: {@code inputTokens}, {@code cacheReadTokens} and {@code cacheWriteTokens}
 * exclude each other and add up to the prompts; {@code reasoningTokens} are a part of {@code outputTokens}. Money is in
 * 10⁻¹² USD, exact, and never summed over what is billed and what is not. A sum stays at {@link Long#MAX_VALUE} once it is
 * there: 9.2 million USD.
 *
 * @param requests that have ended; 0 where attempts are counted apart from requests
 * @param attempts that have ended: those that failed, were cut or cancelled included
 * @param inputTokens neither read from nor written to a cache
 * @param cacheReadTokens read from a cache
 * @param cacheWriteTokens written to a cache
 * @param outputTokens generated, reasoning included
 * @param reasoningTokens those of the output that were reasoning, as far as reported
 * @param billedPicoUsd what it costs
 * @param unbilledPicoUsd list price of what subscriptions served: nobody is billed for it
 * @param unpricedAttempts attempts that used something whose price is not known; what is known of them is counted
 */
public record UsageFigures(
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long requests,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long attempts,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long inputTokens,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long cacheReadTokens,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long cacheWriteTokens,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long outputTokens,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long reasoningTokens,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long billedPicoUsd,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long unbilledPicoUsd,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @Min(0)
        long unpricedAttempts) {

    /** Nothing. */
    public static final UsageFigures NONE = new UsageFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public UsageFigures plus(UsageFigures other) {
        return new UsageFigures(
                sum(requests, other.requests),
                sum(attempts, other.attempts),
                sum(inputTokens, other.inputTokens),
                sum(cacheReadTokens, other.cacheReadTokens),
                sum(cacheWriteTokens, other.cacheWriteTokens),
                sum(outputTokens, other.outputTokens),
                sum(reasoningTokens, other.reasoningTokens),
                sum(billedPicoUsd, other.billedPicoUsd),
                sum(unbilledPicoUsd, other.unbilledPicoUsd),
                sum(unpricedAttempts, other.unpricedAttempts));
    }

    /** What these have beyond others; each figure may come out below 0. */
    public UsageFigures minus(UsageFigures other) {
        return new UsageFigures(
                requests - other.requests,
                attempts - other.attempts,
                inputTokens - other.inputTokens,
                cacheReadTokens - other.cacheReadTokens,
                cacheWriteTokens - other.cacheWriteTokens,
                outputTokens - other.outputTokens,
                reasoningTokens - other.reasoningTokens,
                billedPicoUsd - other.billedPicoUsd,
                unbilledPicoUsd - other.unbilledPicoUsd,
                unpricedAttempts - other.unpricedAttempts);
    }

    /** Each figure, or 0 where it is below. */
    public UsageFigures atLeastZero() {
        return new UsageFigures(
                Math.max(0, requests),
                Math.max(0, attempts),
                Math.max(0, inputTokens),
                Math.max(0, cacheReadTokens),
                Math.max(0, cacheWriteTokens),
                Math.max(0, outputTokens),
                Math.max(0, reasoningTokens),
                Math.max(0, billedPicoUsd),
                Math.max(0, unbilledPicoUsd),
                Math.max(0, unpricedAttempts));
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return one > 0 && other > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }
}
