package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Price;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.LongPromptPrice;
import io.ninerouter.config.MediaPrice;
import io.ninerouter.config.PriceConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The compiled form of a price, of a model or of a Router's rule. Stateless. */
final class PriceForm {
    private PriceForm() {}

    /**
     * Of a model; null = it has none.
     *
     * @throws IllegalArgumentException when something is no decimal; the message names it
     */
    static @Nullable PriceConfig of(@Nullable Price price) {
        return price == null
                ? null
                : PriceConfig.of(
                                price.input(),
                                price.output(),
                                price.cacheRead(),
                                price.cacheWrite(),
                                price.cacheWrite1h(),
                                longPrompt(price.longPrompt()))
                        .withMedia(media(price.audio()), media(price.image()))
                        .withSearch(price.search(), price.searchRequest())
                        .withTiers(price.tiers(), price.places())
                        .asReported(Boolean.TRUE.equals(price.reported()));
    }

    /**
     * Of a rule.
     *
     * @throws IllegalArgumentException when something is no decimal; the message names it
     */
    static PriceConfig of(Router.PricingRule rule) {
        return PriceConfig.of(
                        rule.input(),
                        rule.output(),
                        rule.cacheRead(),
                        rule.cacheWrite(),
                        rule.cacheWrite1h(),
                        longPrompt(rule.longPrompt()))
                .withMedia(media(rule.audio()), media(rule.image()))
                .withSearch(rule.search(), rule.searchRequest())
                .withTiers(rule.tiers(), rule.places())
                .asReported(Boolean.TRUE.equals(rule.reported()));
    }

    private static @Nullable MediaPrice media(Price.@Nullable Media price) {
        return price == null ? null : MediaPrice.of(price.input(), price.cacheRead(), price.output());
    }

    private static @Nullable LongPromptPrice longPrompt(Price.@Nullable LongPrompt price) {
        return price == null
                ? null
                : LongPromptPrice.of(
                        Objects.requireNonNullElse(price.over(), 0L),
                        price.input(),
                        price.output(),
                        price.cacheRead(),
                        price.cacheWrite(),
                        price.cacheWrite1h());
    }
}
