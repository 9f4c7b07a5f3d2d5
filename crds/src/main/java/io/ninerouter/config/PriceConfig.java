package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * USD per million tokens; null = not known. Decimals travel as text: money is never floating point. Where the price of cached
 * input is not known, it costs what other input costs; where that of an hour is not, what other writing costs.
 *
 * @param input input that no cache held
 * @param output output, reasoning included
 * @param cacheRead input read from a cache
 * @param cacheWrite input written to a cache
 * @param cacheWrite1h input written to a cache for an hour
 * @param longPrompt what all tokens of a request cost whose prompt is long; null = the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriceConfig(
        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal input,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal output,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal cacheRead,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal cacheWrite,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal cacheWrite1h,

        @Nullable LongPrompt longPrompt) {

    public PriceConfig {
        check("price.input", input);
        check("price.output", output);
        check("price.cacheRead", cacheRead);
        check("price.cacheWrite", cacheWrite);
        check("price.cacheWrite1h", cacheWrite1h);
    }

    /** A price that is one for prompts of every length and for every time in a cache. */
    public PriceConfig(
            @Nullable BigDecimal input,
            @Nullable BigDecimal output,
            @Nullable BigDecimal cacheRead,
            @Nullable BigDecimal cacheWrite) {
        this(input, output, cacheRead, cacheWrite, null, null);
    }

    /**
     * A price of decimals as a user writes them, one for prompts of every length and for every time in a cache.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public static PriceConfig of(
            @Nullable String input, @Nullable String output, @Nullable String cacheRead, @Nullable String cacheWrite) {
        return of(input, output, cacheRead, cacheWrite, null, null);
    }

    /**
     * A price of decimals as a user writes them.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public static PriceConfig of(
            @Nullable String input,
            @Nullable String output,
            @Nullable String cacheRead,
            @Nullable String cacheWrite,
            @Nullable String cacheWrite1h,
            @Nullable LongPrompt longPrompt) {
        return new PriceConfig(
                decimal("price.input", input),
                decimal("price.output", output),
                decimal("price.cacheRead", cacheRead),
                decimal("price.cacheWrite", cacheWrite),
                decimal("price.cacheWrite1h", cacheWrite1h),
                longPrompt);
    }

    /**
     * What a request costs whose prompt has so many tokens, cached ones included. What a price for long prompts leaves open
     * costs what it does in short ones.
     */
    public PriceConfig forPrompt(long promptTokens) {
        LongPrompt longer = longPrompt;
        return longer == null || !isLong(promptTokens)
                ? this
                : new PriceConfig(
                        either(longer.input(), input),
                        either(longer.output(), output),
                        either(longer.cacheRead(), cacheRead),
                        either(longer.cacheWrite(), cacheWrite),
                        either(longer.cacheWrite1h(), cacheWrite1h),
                        null);
    }

    /** Whether a prompt of so many tokens, cached ones included, has a price of its own. */
    public boolean isLong(long promptTokens) {
        LongPrompt longer = longPrompt;
        return longer != null && promptTokens > longer.over();
    }

    private static @Nullable BigDecimal either(@Nullable BigDecimal first, @Nullable BigDecimal second) {
        return first == null ? second : first;
    }

    private static @Nullable BigDecimal decimal(String field, @Nullable String text) {
        try {
            return text == null ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": " + text + " (expected: a decimal)");
        }
    }

    private static void check(String field, @Nullable BigDecimal value) {
        if (value != null && value.signum() < 0) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: >= 0)");
        }
    }

    /**
     * What all tokens of a request cost whose prompt is long, its output too; null = what they cost in a short one.
     *
     * @param over the longest prompt that is not long, in tokens, cached ones included
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LongPrompt(
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

        public LongPrompt {
            if (over < 1) {
                throw new IllegalArgumentException("price.longPrompt.over: " + over + " (expected: >= 1)");
            }
            check("price.longPrompt.input", input);
            check("price.longPrompt.output", output);
            check("price.longPrompt.cacheRead", cacheRead);
            check("price.longPrompt.cacheWrite", cacheWrite);
            check("price.longPrompt.cacheWrite1h", cacheWrite1h);
        }

        /**
         * One of decimals as a user writes them.
         *
         * @throws IllegalArgumentException when one is no decimal; the message names it
         */
        public static LongPrompt of(
                long over,
                @Nullable String input,
                @Nullable String output,
                @Nullable String cacheRead,
                @Nullable String cacheWrite,
                @Nullable String cacheWrite1h) {
            return new LongPrompt(
                    over,
                    decimal("price.longPrompt.input", input),
                    decimal("price.longPrompt.output", output),
                    decimal("price.longPrompt.cacheRead", cacheRead),
                    decimal("price.longPrompt.cacheWrite", cacheWrite),
                    decimal("price.longPrompt.cacheWrite1h", cacheWrite1h));
        }
    }
}
