package io.ninerouter.gateway.usage;

import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.chat.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What an answer costs by its list price, each token counted once: input that no cache held, input read from a cache, input
 * written to one (for an hour or for less), and output, of which reasoning is a part. A prompt that the price calls long makes
 * all tokens of its request cost what they do then.
 *
 * @param picoUsd 10⁻¹² USD, at least 0: exact for prices of up to six decimals, else rounded half up, once; at most
 *     {@link Long#MAX_VALUE}
 * @param billed false where the account pays by the month: then this is what it would have cost
 * @param longPrompt whether the price of long prompts was taken
 */
public record Cost(long picoUsd, boolean billed, boolean longPrompt) {
    private static final int DECIMALS = 12;
    /** A price is for a million tokens. */
    private static final int PICO_A_TOKEN = DECIMALS - 6;

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    public Cost {
        if (picoUsd < 0) {
            throw new IllegalArgumentException("picoUsd: " + picoUsd + " (expected: >= 0)");
        }
    }

    /** A cost by the price of usual prompts. */
    public Cost(long picoUsd, boolean billed) {
        this(picoUsd, billed, false);
    }

    /** The cost; null when the price of something that was used is not known. */
    public static @Nullable Cost of(@Nullable PriceConfig known, Usage usage, boolean billed) {
        if (known == null) {
            return null;
        }
        PriceConfig price = known.forPrompt(usage.prompt());
        BigDecimal input = price.input();
        BigDecimal sum = add(BigDecimal.ZERO, usage.input(), input);
        sum = add(sum, usage.cacheRead(), price.cacheRead() == null ? input : price.cacheRead());
        BigDecimal written = price.cacheWrite() == null ? input : price.cacheWrite();
        sum = add(sum, usage.cacheWrite() - usage.cacheWrite1h(), written);
        sum = add(sum, usage.cacheWrite1h(), price.cacheWrite1h() == null ? written : price.cacheWrite1h());
        sum = add(sum, usage.output(), price.output());
        if (sum == null) {
            return null;
        }
        BigDecimal pico = sum.movePointRight(PICO_A_TOKEN).setScale(0, RoundingMode.HALF_UP);
        return new Cost(pico.min(MOST).longValueExact(), billed, known.isLong(usage.prompt()));
    }

    private static @Nullable BigDecimal add(@Nullable BigDecimal sum, long tokens, @Nullable BigDecimal price) {
        if (sum == null || tokens == 0) {
            return sum;
        }
        return price == null ? null : sum.add(price.multiply(BigDecimal.valueOf(tokens)));
    }

    /** USD. */
    public BigDecimal usd() {
        return usd(picoUsd);
    }

    /** A sum of {@link #picoUsd} in USD. */
    public static BigDecimal usd(long picoUsd) {
        return BigDecimal.valueOf(picoUsd, DECIMALS);
    }

    /** The sum of two amounts; stays at {@link Long#MAX_VALUE} once it is there. */
    public static long plus(long onePicoUsd, long otherPicoUsd) {
        long sum = onePicoUsd + otherPicoUsd;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
