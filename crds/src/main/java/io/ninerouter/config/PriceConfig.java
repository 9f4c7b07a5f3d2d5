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
 * @param cacheWrite1h input written to a cache for an hour or longer
 * @param longPrompt what all tokens of a request cost whose prompt is long; null = the same
 * @param audio tokens of sound; null = the same
 * @param image tokens of pictures; null = the same
 * @param search USD per thousand web searches that the provider runs for an answer; null = none that is billed beside tokens
 * @param searchRequest USD per thousand requests for which the provider searches, however often; null = none
 * @param tiers ways to be served that make all tokens dearer or cheaper; what one costs that is not here is not known
 * @param places hosts at which all tokens are dearer or cheaper; the first that matches counts
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

        @Nullable LongPromptPrice longPrompt,
        @Nullable MediaPrice audio,
        @Nullable MediaPrice image,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal search,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal searchRequest,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PriceTier> tiers,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PriceTier> places,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean reported) {

    /** Nothing is known ahead: an answer costs what it says. */
    public static final PriceConfig AS_REPORTED = new PriceConfig(null, null, null, null, null, null).asReported(true);

    public PriceConfig {
        Money.check("price.input", input);
        Money.check("price.output", output);
        Money.check("price.cacheRead", cacheRead);
        Money.check("price.cacheWrite", cacheWrite);
        Money.check("price.cacheWrite1h", cacheWrite1h);
        Money.check("price.search", search);
        Money.check("price.searchRequest", searchRequest);
        tiers = Copies.list(tiers);
        places = Copies.list(places);
    }

    /** A price of text alone, in one tier. */
    public PriceConfig(
            @Nullable BigDecimal input,
            @Nullable BigDecimal output,
            @Nullable BigDecimal cacheRead,
            @Nullable BigDecimal cacheWrite,
            @Nullable BigDecimal cacheWrite1h,
            @Nullable LongPromptPrice longPrompt) {
        this(
                input,
                output,
                cacheRead,
                cacheWrite,
                cacheWrite1h,
                longPrompt,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                false);
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
            @Nullable LongPromptPrice longPrompt) {
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
        return tokens(input, output, cacheRead, cacheWrite, cacheWrite1h, longPrompt, sound, pictures);
    }

    /**
     * The same with a price of a thousand searches, and of a thousand requests that search.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public PriceConfig withSearch(@Nullable String thousand, @Nullable String thousandRequests) {
        return beside(
                Money.decimal("price.search", thousand),
                Money.decimal("price.searchRequest", thousandRequests),
                tiers,
                places,
                reported);
    }

    /**
     * The same with factors by tier, and by host.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public PriceConfig withTiers(Map<String, String> factors, Map<String, String> hosts) {
        return beside(search, searchRequest, tiers("price.tiers.", factors), tiers("price.places.", hosts), reported);
    }

    private static List<PriceTier> tiers(String field, Map<String, String> factors) {
        return factors.entrySet().stream()
                .map(tier -> new PriceTier(
                        tier.getKey(), Objects.requireNonNull(Money.decimal(field + tier.getKey(), tier.getValue()))))
                .sorted(Comparator.comparing(PriceTier::name))
                .toList();
    }

    /** The same, which counts only where an answer does not say what it costs. */
    public PriceConfig asReported(boolean counts) {
        return beside(search, searchRequest, tiers, places, counts);
    }

    /**
     * What is paid at a host: all tokens by the factor of its place. Searches cost the same everywhere.
     *
     * @param host in lower case; null = not known
     */
    public PriceConfig at(@Nullable String host) {
        for (PriceTier place : places) {
            if (host != null && place.isOf(host)) {
                return times(place.factor());
            }
        }
        return this;
    }

    private PriceConfig times(BigDecimal factor) {
        return tokens(
                Money.times(input, factor),
                Money.times(output, factor),
                Money.times(cacheRead, factor),
                Money.times(cacheWrite, factor),
                Money.times(cacheWrite1h, factor),
                longPrompt == null ? null : longPrompt.times(factor),
                audio == null ? null : audio.times(factor),
                image == null ? null : image.times(factor));
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

    /** Whether the factors of all these tiers are known. */
    public boolean knows(Collection<String> served) {
        return served.stream()
                .allMatch(name -> tiers.stream().anyMatch(tier -> tier.name().equals(name)));
    }

    /**
     * What a request costs whose prompt has so many tokens, cached ones included. What a price for long prompts leaves open
     * costs what it does in short ones.
     */
    public PriceConfig forPrompt(long promptTokens) {
        LongPromptPrice longer = longPrompt;
        return longer == null || !isLong(promptTokens)
                ? this
                : tokens(
                        either(longer.input(), input),
                        either(longer.output(), output),
                        either(longer.cacheRead(), cacheRead),
                        either(longer.cacheWrite(), cacheWrite),
                        either(longer.cacheWrite1h(), cacheWrite1h),
                        null,
                        audio,
                        image);
    }

    private PriceConfig tokens(
            @Nullable BigDecimal in,
            @Nullable BigDecimal out,
            @Nullable BigDecimal read,
            @Nullable BigDecimal written,
            @Nullable BigDecimal writtenForLong,
            @Nullable LongPromptPrice longer,
            @Nullable MediaPrice sound,
            @Nullable MediaPrice pictures) {
        return new PriceConfig(
                in,
                out,
                read,
                written,
                writtenForLong,
                longer,
                sound,
                pictures,
                search,
                searchRequest,
                tiers,
                places,
                reported);
    }

    private PriceConfig beside(
            @Nullable BigDecimal query,
            @Nullable BigDecimal request,
            List<PriceTier> served,
            List<PriceTier> hosts,
            boolean counts) {
        return new PriceConfig(
                input,
                output,
                cacheRead,
                cacheWrite,
                cacheWrite1h,
                longPrompt,
                audio,
                image,
                query,
                request,
                served,
                hosts,
                counts);
    }

    /** Whether a prompt of so many tokens, cached ones included, has a price of its own. */
    public boolean isLong(long promptTokens) {
        LongPromptPrice longer = longPrompt;
        return longer != null && promptTokens > longer.over();
    }

    private static @Nullable BigDecimal either(@Nullable BigDecimal first, @Nullable BigDecimal second) {
        return first == null ? second : first;
    }
}
