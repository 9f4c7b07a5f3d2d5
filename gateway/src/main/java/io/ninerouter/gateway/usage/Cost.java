package io.ninerouter.gateway.usage;

import io.ninerouter.config.MediaPrice;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an answer costs: what it says itself where the price lets that count, else by its list price, each token counted once:
 * input that no cache held, input read from a cache, input written to one (for an hour or for less), and output, of which
 * reasoning is a part; sound and pictures at their own prices. A prompt that the price calls long makes all tokens of its request
 * cost what they do then, a tier multiplies them, and web searches of the provider come on top. A tier whose factor nobody
 * tells costs what the usual one does, which may be too little: such a cost is one of at least so much.
 *
 * @param picoUsd 10⁻¹² USD, at least 0: exact for prices of up to six decimals, else rounded half up, once; at most
 *     {@link Long#MAX_VALUE}
 * @param billed false where the account pays by the month: then this is what it would have cost
 * @param longPrompt whether the price of long prompts was taken
 * @param reported whether it is what the answer said
 * @param atLeast whether something that makes a difference has no known price
 */
public record Cost(long picoUsd, boolean billed, boolean longPrompt, boolean reported, boolean atLeast) {
    private static final int DECIMALS = 12;
    /** Tokens are priced by the million, searches by the thousand. */
    private static final int MILLION = 6;

    private static final int THOUSAND = 3;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final MediaPrice AS_TEXT = new MediaPrice(null, null, null);

    public Cost {
        if (picoUsd < 0) {
            throw new IllegalArgumentException("picoUsd: " + picoUsd + " (expected: >= 0)");
        }
    }

    /** A cost by the list price of usual prompts. */
    public Cost(long picoUsd, boolean billed) {
        this(picoUsd, billed, false, false, false);
    }

    /** The cost; null when the price of something that was used is not known. */
    public static @Nullable Cost of(@Nullable PriceConfig known, Usage usage, boolean billed) {
        if (known == null) {
            return null;
        }
        Billing billing = usage.billing();
        BigDecimal told = known.reported() ? billing.costUsd() : null;
        if (told != null && told.signum() > 0) {
            return new Cost(pico(told), billed, false, true, false);
        }
        Cost listed = listed(known, usage, billed);
        // Some say 0 of everything: that is believed of what has no price.
        return listed == null && told != null ? new Cost(0, billed, false, true, false) : listed;
    }

    private static @Nullable Cost listed(PriceConfig known, Usage usage, boolean billed) {
        Billing billing = usage.billing();
        PriceConfig price = known.forPrompt(usage.prompt());
        BigDecimal tokens = tokens(price, usage);
        if (tokens == null) {
            return null;
        }
        BigDecimal sum = tokens.multiply(price.factor(billing.tiers())).movePointLeft(MILLION);
        sum = sum.add(searches(price, billing.searches()).movePointLeft(THOUSAND));
        boolean allKnown = price.knows(billing.tiers());
        return new Cost(pico(sum), billed, known.isLong(usage.prompt()), false, !allKnown);
    }

    /** In thousandths of USD. */
    private static BigDecimal searches(PriceConfig price, long number) {
        if (number == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal each = Objects.requireNonNullElse(price.search(), BigDecimal.ZERO);
        BigDecimal once = Objects.requireNonNullElse(price.searchRequest(), BigDecimal.ZERO);
        return each.multiply(BigDecimal.valueOf(number)).add(once);
    }

    /** In millionths of USD. */
    private static @Nullable BigDecimal tokens(PriceConfig price, Usage usage) {
        Billing.MediaTokens sound = usage.billing().audio();
        Billing.MediaTokens pictures = usage.billing().image();
        BigDecimal input = price.input();
        BigDecimal read = either(price.cacheRead(), input);
        BigDecimal output = price.output();
        BigDecimal sum = add(BigDecimal.ZERO, usage.input() - sound.input() - pictures.input(), input);
        sum = add(sum, usage.cacheRead() - sound.cacheRead() - pictures.cacheRead(), read);
        BigDecimal written = either(price.cacheWrite(), input);
        sum = add(sum, usage.cacheWrite() - usage.cacheWrite1h(), written);
        sum = add(sum, usage.cacheWrite1h(), either(price.cacheWrite1h(), written));
        sum = add(sum, usage.output() - sound.output() - pictures.output(), output);
        MediaPrice audio = Objects.requireNonNullElse(price.audio(), AS_TEXT);
        MediaPrice image = Objects.requireNonNullElse(price.image(), AS_TEXT);
        sum = add(sum, sound.input(), either(audio.input(), input));
        sum = add(sum, sound.cacheRead(), either(audio.cacheRead(), read));
        sum = add(sum, sound.output(), either(audio.output(), output));
        sum = add(sum, pictures.input(), either(image.input(), input));
        sum = add(sum, pictures.cacheRead(), either(image.cacheRead(), read));
        return add(sum, pictures.output(), either(image.output(), output));
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }

    private static @Nullable BigDecimal add(@Nullable BigDecimal sum, long tokens, @Nullable BigDecimal price) {
        if (sum == null || tokens == 0) {
            return sum;
        }
        return price == null ? null : sum.add(price.multiply(BigDecimal.valueOf(tokens)));
    }

    private static long pico(BigDecimal usd) {
        return usd.movePointRight(DECIMALS)
                .setScale(0, RoundingMode.HALF_UP)
                .min(MOST)
                .longValueExact();
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
