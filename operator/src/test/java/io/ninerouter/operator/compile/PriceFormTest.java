package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.api.v1alpha1.Price;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.LongPromptPrice;
import io.ninerouter.config.MediaPrice;
import io.ninerouter.config.PriceConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PriceFormTest {
    private static final Price.Media SOUND = new Price.Media("32", "3.2", "64");
    private static final Price.Media PICTURES = new Price.Media(null, null, "120");
    private static final Price.LongPrompt LONG = new Price.LongPrompt(200_000L, "4", "18", "0.4", null, null);
    private static final Map<String, String> TIERS = Map.of("flex", "0.5", "priority", "2");
    private static final Map<String, String> PLACES = Map.of("*.api.example", "1.1");
    private static final PriceConfig ALL = PriceConfig.of(
                    "2", "12", "0.2", "2.5", "4", LongPromptPrice.of(200_000, "4", "18", "0.4", null, null))
            .withMedia(MediaPrice.of("32", "3.2", "64"), MediaPrice.of(null, null, "120"))
            .withSearch("10", "35")
            .withTiers(TIERS, PLACES)
            .asReported(true);

    @Test
    void allThatAPriceSaysOfAModelAndOfARuleArrives() {
        Price price = new Price("2", "12", "0.2", "2.5", "4", LONG, SOUND, PICTURES, "10", "35", TIERS, PLACES, true);
        assertThat(PriceForm.of(price)).isEqualTo(ALL);
        assertThat(PriceForm.of(new Router.PricingRule(
                        "p", "*", "2", "12", "0.2", "2.5", "4", LONG, SOUND, PICTURES, "10", "35", TIERS, PLACES,
                        true)))
                .isEqualTo(ALL);
    }

    @Test
    void whatIsNotSaidIsNotKnown() {
        assertThat(PriceForm.of(new Router.PricingRule(
                        null, "*", null, null, null, null, null, null, null, null, null, null, Map.of(), Map.of(),
                        true)))
                .isEqualTo(PriceConfig.AS_REPORTED);
        assertThat(PriceForm.of((Price) null)).isNull();
    }

    @Test
    void factorsOfTiersMultiply() {
        PriceConfig price = Objects.requireNonNull(PriceForm.of(
                new Price("1", "1", null, null, null, null, null, null, null, null, TIERS, Map.of(), null)));
        assertThat(price.factor(List.of("flex", "priority"))).isEqualByComparingTo("1");
        assertThat(price.factor(List.of("priority", "us"))).isEqualByComparingTo("2");
        assertThat(price.factor(List.of())).isEqualByComparingTo("1");
    }

    @Test
    void theFactorOfAHostCountsForAllTokensAndForNoSearch() {
        PriceConfig there = ALL.at("eu.api.example");
        assertThat(there.input()).isEqualByComparingTo("2.2");
        assertThat(there.output()).isEqualByComparingTo("13.2");
        assertThat(there.cacheRead()).isEqualByComparingTo("0.22");
        assertThat(there.cacheWrite()).isEqualByComparingTo("2.75");
        assertThat(there.cacheWrite1h()).isEqualByComparingTo("4.4");
        assertThat(Objects.requireNonNull(there.longPrompt()).input()).isEqualByComparingTo("4.4");
        assertThat(Objects.requireNonNull(there.audio()).output()).isEqualByComparingTo("70.4");
        assertThat(Objects.requireNonNull(there.image()).output()).isEqualByComparingTo("132");
        assertThat(there.search()).isEqualByComparingTo("10");
        assertThat(there.searchRequest()).isEqualByComparingTo("35");
        assertThat(ALL.at("api.example")).isSameAs(ALL);
        assertThat(ALL.at(null)).isSameAs(ALL);
        assertThat(PriceConfig.of("1", null, null, null)
                        .withTiers(Map.of(), Map.of("eu.api.example", "1.5"))
                        .at("eu.api.example")
                        .input())
                .isEqualByComparingTo("1.5");
    }

    @Test
    void whatIsNoDecimalIsNamed() {
        assertThatThrownBy(() -> PriceForm.of(new Price(
                        "1",
                        "1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of("flex", "half"),
                        Map.of(),
                        null)))
                .hasMessage("price.tiers.flex: half (expected: a decimal)");
        assertThatThrownBy(() -> PriceForm.of(
                        new Price("1", "1", null, null, null, null, null, null, "1,5", null, Map.of(), Map.of(), null)))
                .hasMessage("price.search: 1,5 (expected: a decimal)");
        assertThatThrownBy(() -> PriceConfig.of("1", "1", null, null).withTiers(Map.of(), Map.of("h", "x")))
                .hasMessage("price.places.h: x (expected: a decimal)");
    }
}
