package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * USD per million tokens; null = not known. Decimals travel as text: money is never floating point. Where the price of cached
 * input is not known, it costs what other input costs; where that of an hour is not, what other writing costs; sound and
 * pictures cost what text does where they have no price.
 *
 * @param input input that no cache held
 * @param output output, reasoning included
 * @param cacheRead input read from a cache
 * @param cacheWrite input written to a cache
 * @param cacheWrite1h input written to a cache for an hour
 * @param longPrompt what all tokens of a request cost whose prompt is long; null = the same
 * @param audio tokens of sound; null = the same
 * @param image tokens of pictures; null = the same
 * @param search USD per thousand web searches that the provider runs for an answer; null = none that is billed beside tokens
 * @param tiers ways to be served that make all tokens dearer or cheaper; one that is not here changes nothing
 * @param reported whether an answer that says what it costs, in USD, costs that, and this price counts for others only; a 0 that is
 *     said counts where nothing else is known
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

        @Nullable LongPrompt longPrompt,
        @Nullable MediaPrice audio,
        @Nullable MediaPrice image,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal search,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PriceTier> tiers,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean reported) {

    /** Nothing is known ahead: an answer costs what it says. */
    public static final PriceConfig AS_REPORTED =
            new PriceConfig(null, null, null, null, null, null, null, null, null, List.of(), true);

    public PriceConfig {
        Money.check("price.input", input);
        Money.check("price.output", output);
        Money.check("price.cacheRead", cacheRead);
        Money.check("price.cacheWrite", cacheWrite);
        Money.check("price.cacheWrite1h", cacheWrite1h);
        Money.check("price.search", search);
        tiers = Copies.list(tiers);
    }

    /** A price of text alone, in one tier. */
    public PriceConfig(
            @Nullable BigDecimal input,
            @Nullable BigDecimal output,
            @Nullable BigDecimal cacheRead,
            @Nullable BigDecimal cacheWrite,
            @Nullable BigDecimal cacheWrite1h,
            @Nullable LongPrompt longPrompt) {
        this(input, output, cacheRead, cacheWrite, cacheWrite1h, longPrompt, null, null, null, List.of(), false);
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
                Money.decimal("price.input", input),
                Money.decimal("price.output", output),
                Money.decimal("price.cacheRead", cacheRead),
                Money.decimal("price.cacheWrite", cacheWrite),
                Money.decimal("price.cacheWrite1h", cacheWrite1h),
                longPrompt);
    }

    /** The same with prices of sound and pictures; null = as text. */
    public PriceConfig withMedia(@Nullable MediaPrice sound, @Nullable MediaPrice pictures) {
        return new PriceConfig(
                input,
                output,
                cacheRead,
                cacheWrite,
                cacheWrite1h,
                longPrompt,
                sound,
                pictures,
                search,
                tiers,
                reported);
    }

    /**
     * The same with a price of a thousand searches.
     *
     * @throws IllegalArgumentException when it is no decimal; the message names it
     */
    public PriceConfig withSearch(@Nullable String thousand) {
        BigDecimal searched = Money.decimal("price.search", thousand);
        return new PriceConfig(
                input,
                output,
                cacheRead,
                cacheWrite,
                cacheWrite1h,
                longPrompt,
                audio,
                image,
                searched,
                tiers,
                reported);
    }

    /**
     * The same with factors by tier.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public PriceConfig withTiers(Map<String, String> factors) {
        List<PriceTier> all = factors.entrySet().stream()
                .map(tier -> new PriceTier(
                        tier.getKey(),
                        Objects.requireNonNull(Money.decimal("price.tiers." + tier.getKey(), tier.getValue()))))
                .sorted(Comparator.comparing(PriceTier::name))
                .toList();
        return new PriceConfig(
                input, output, cacheRead, cacheWrite, cacheWrite1h, longPrompt, audio, image, search, all, reported);
    }

    /** The same, which counts only where an answer does not say what it costs. */
    public PriceConfig asReported(boolean counts) {
        return new PriceConfig(
                input, output, cacheRead, cacheWrite, cacheWrite1h, longPrompt, audio, image, search, tiers, counts);
    }

    /** What the price of each token is multiplied by in these tiers: all factors together; 1 where none is known. */
    public BigDecimal factor(Collection<String> served) {
        BigDecimal product = BigDecimal.ONE;
        for (PriceTier tier : tiers) {
            if (served.contains(tier.name())) {
                product = product.multiply(tier.factor());
            }
        }
        return product;
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
                        null,
                        audio,
                        image,
                        search,
                        tiers,
                        reported);
    }

    /** Whether a prompt of so many tokens, cached ones included, has a price of its own. */
    public boolean isLong(long promptTokens) {
        LongPrompt longer = longPrompt;
        return longer != null && promptTokens > longer.over();
    }

    private static @Nullable BigDecimal either(@Nullable BigDecimal first, @Nullable BigDecimal second) {
        return first == null ? second : first;
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
        public static LongPrompt of(
                long over,
                @Nullable String input,
                @Nullable String output,
                @Nullable String cacheRead,
                @Nullable String cacheWrite,
                @Nullable String cacheWrite1h) {
            return new LongPrompt(
                    over,
                    Money.decimal("price.longPrompt.input", input),
                    Money.decimal("price.longPrompt.output", output),
                    Money.decimal("price.longPrompt.cacheRead", cacheRead),
                    Money.decimal("price.longPrompt.cacheWrite", cacheWrite),
                    Money.decimal("price.longPrompt.cacheWrite1h", cacheWrite1h));
        }
    }
}
