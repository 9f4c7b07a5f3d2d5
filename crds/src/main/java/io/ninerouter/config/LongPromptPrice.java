package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What all tokens of a request cost whose prompt is long, its output too; null = what they cost in a short one.
 *
 * @param over the longest prompt that is not long, in tokens, cached ones included
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LongPromptPrice(
        long over,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal input,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal output,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal cacheRead,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal cacheWrite,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal cacheWrite1h) {

    public LongPromptPrice {
        if (over < 1) {
            throw new IllegalArgumentException("price.longPrompt.over: " + over + " (expected: >= 1)");
        }
        Money.check("price.longPrompt.input", input);
        Money.check("price.longPrompt.output", output);
        Money.check("price.longPrompt.cacheRead", cacheRead);
        Money.check("price.longPrompt.cacheWrite", cacheWrite);
        Money.check("price.longPrompt.cacheWrite1h", cacheWrite1h);
    }

    /**
     * One of decimals as a user writes them.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public static LongPromptPrice of(
            long over,
            @Nullable String input,
            @Nullable String output,
            @Nullable String cacheRead,
            @Nullable String cacheWrite,
            @Nullable String cacheWrite1h) {
        return new LongPromptPrice(
                over,
                Money.decimal("price.longPrompt.input", input),
                Money.decimal("price.longPrompt.output", output),
                Money.decimal("price.longPrompt.cacheRead", cacheRead),
                Money.decimal("price.longPrompt.cacheWrite", cacheWrite),
                Money.decimal("price.longPrompt.cacheWrite1h", cacheWrite1h));
    }

    /** The same, each token dearer by a factor. */
    LongPromptPrice times(BigDecimal factor) {
        return new LongPromptPrice(
                over,
                Money.times(input, factor),
                Money.times(output, factor),
                Money.times(cacheRead, factor),
                Money.times(cacheWrite, factor),
                Money.times(cacheWrite1h, factor));
    }
}
