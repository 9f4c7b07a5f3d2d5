package io.ninerouter.gateway.routing;

import io.ninerouter.config.PriceConfig;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a request is expected to cost. Stateless. */
final class Cost {
    /** Callers allow far more output than they get: an answer is expected to be this long, or as long as it may be. */
    static final long USUAL_OUTPUT = 1_000;

    private static final int MILLION = 6;

    private Cost() {}

    /** USD; null when the price of input or output is not known. */
    static @Nullable BigDecimal expected(@Nullable PriceConfig known, Needs needs) {
        PriceConfig price = known == null ? null : known.forPrompt(needs.inputTokens());
        BigDecimal input = price == null ? null : price.input();
        BigDecimal output = price == null ? null : price.output();
        if (input == null || output == null) {
            return null;
        }
        Long most = needs.content().maxOutputTokens();
        long length = most == null ? USUAL_OUTPUT : Math.min(most, USUAL_OUTPUT);
        return input.multiply(BigDecimal.valueOf(needs.inputTokens()))
                .add(output.multiply(BigDecimal.valueOf(length)))
                .movePointLeft(MILLION)
                .stripTrailingZeros();
    }
}
