package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * USD per million tokens; null = not known. Decimals travel as text: money is never floating point. Where the price of cached
 * input is not known, it costs what other input costs.
 *
 * @param input input that no cache held
 * @param output output, reasoning included
 * @param cacheRead input read from a cache
 * @param cacheWrite input written to a cache
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
        BigDecimal cacheWrite) {

    public PriceConfig {
        check("input", input);
        check("output", output);
        check("cacheRead", cacheRead);
        check("cacheWrite", cacheWrite);
    }

    /**
     * A price of decimals as a user writes them.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public static PriceConfig of(
            @Nullable String input, @Nullable String output, @Nullable String cacheRead, @Nullable String cacheWrite) {
        return new PriceConfig(
                decimal("input", input),
                decimal("output", output),
                decimal("cacheRead", cacheRead),
                decimal("cacheWrite", cacheWrite));
    }

    private static @Nullable BigDecimal decimal(String field, @Nullable String text) {
        try {
            return text == null ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("price." + field + ": " + text + " (expected: a decimal)");
        }
    }

    private static void check(String field, @Nullable BigDecimal value) {
        if (value != null && value.signum() < 0) {
            throw new IllegalArgumentException("price." + field + ": " + value + " (expected: >= 0)");
        }
    }
}
