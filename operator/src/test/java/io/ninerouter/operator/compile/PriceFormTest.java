package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.api.v1alpha1.Price;
import io.ninerouter.api.v1alpha1.Router;
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
    private static final PriceConfig ALL = PriceConfig.of(
                    "2", "12", "0.2", "2.5", "4", PriceConfig.LongPrompt.of(200_000, "4", "18", "0.4", null, null))
            .withMedia(MediaPrice.of("32", "3.2", "64"), MediaPrice.of(null, null, "120"))
            .withSearch("10")
            .withTiers(TIERS)
            .asReported(true);

    @Test
    void allThatAPriceSaysOfAModelAndOfARuleArrives() {
        Price price = new Price("2", "12", "0.2", "2.5", "4", LONG, SOUND, PICTURES, "10", TIERS, true);
        assertThat(PriceForm.of(price)).isEqualTo(ALL);
        assertThat(PriceForm.of(new Router.PricingRule(
                        "p", "*", "2", "12", "0.2", "2.5", "4", LONG, SOUND, PICTURES, "10", TIERS, true)))
                .isEqualTo(ALL);
    }

    @Test
    void whatIsNotSaidIsNotKnown() {
        assertThat(PriceForm.of(new Router.PricingRule(
                        null, "*", null, null, null, null, null, null, null, null, null, Map.of(), true)))
                .isEqualTo(PriceConfig.AS_REPORTED);
        assertThat(PriceForm.of((Price) null)).isNull();
    }

    @Test
    void factorsOfTiersMultiply() {
        PriceConfig price = Objects.requireNonNull(
                PriceForm.of(new Price("1", "1", null, null, null, null, null, null, null, TIERS, null)));
        assertThat(price.factor(List.of("flex", "priority"))).isEqualByComparingTo("1");
        assertThat(price.factor(List.of("priority", "us"))).isEqualByComparingTo("2");
        assertThat(price.factor(List.of())).isEqualByComparingTo("1");
    }

    @Test
    void whatIsNoDecimalIsNamed() {
        assertThatThrownBy(() -> PriceForm.of(
                        new Price("1", "1", null, null, null, null, null, null, null, Map.of("flex", "half"), null)))
                .hasMessage("price.tiers.flex: half (expected: a decimal)");
        assertThatThrownBy(() ->
                        PriceForm.of(new Price("1", "1", null, null, null, null, null, null, "1,5", Map.of(), null)))
                .hasMessage("price.search: 1,5 (expected: a decimal)");
    }
}
