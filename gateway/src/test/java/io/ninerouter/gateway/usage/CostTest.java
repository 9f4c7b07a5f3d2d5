package io.ninerouter.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.LongPromptPrice;
import io.ninerouter.config.MediaPrice;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Costs that were computed by hand. */
class CostTest {
    private static final PriceConfig SONNET = PriceConfig.of("3", "15", "0.3", "3.75");
    private static final PriceConfig GPT = PriceConfig.of("1.25", "10", "0.125", null);

    private static final PriceConfig HAIKU = PriceConfig.of(
            "0.1", "0.5", "0.01", "0.125", "0.2", LongPromptPrice.of(100_000, "0.5", "2.5", "0.05", "0.625", "1"));
    private static final PriceConfig PRO =
            PriceConfig.of("2", "12", "0.2", null, null, LongPromptPrice.of(200_000, "4", "18", null, null, null));

    private static final PriceConfig OPUS = PriceConfig.of("4", "20", "0.2", "5")
            .withSearch("10", null)
            .withTiers(Map.of("us", "1.1", "fast", "2"), Map.of());
    private static final PriceConfig ASTRA = PriceConfig.of(
                    "10", "50", "1", null, null, LongPromptPrice.of(272_000, "20", "75", "2", null, null))
            .withTiers(Map.of("flex", "0.5", "priority", "2"), Map.of());
    private static final PriceConfig FLASH =
            PriceConfig.of("0.3", "2.5", "0.03", null).withMedia(MediaPrice.of("1", "0.1", null), null);
    private static final PriceConfig PICTURES =
            PriceConfig.of("2", "12", null, null).withMedia(null, MediaPrice.of(null, null, "120"));
    private static final PriceConfig SONAR = PriceConfig.of("0.25", "2.5", "0.0625", null)
            .withSearch("2.5", null)
            .asReported(true);

    private static Usage served(Usage usage, String... how) {
        Billing billing = usage.billing();
        for (String each : how) {
            billing = billing.served(each);
        }
        return usage.with(billing);
    }

    private static Usage told(Usage usage, String usd) {
        return usage.with(Billing.ofCost(new BigDecimal(usd)));
    }

    private static Usage searched(Usage usage, long times) {
        return usage.with(usage.billing().withSearches(times));
    }

    private static Usage sound(Usage usage, long input, long read, long output) {
        return usage.with(
                usage.billing().withMedia(new Billing.MediaTokens(input, read, output), Billing.MediaTokens.NONE));
    }

    private static Usage pictures(Usage usage, long input, long output) {
        return usage.with(
                usage.billing().withMedia(Billing.MediaTokens.NONE, new Billing.MediaTokens(input, 0, output)));
    }

    /** @param usd null = not known */
    private record Case(String name, PriceConfig price, Usage usage, String usd) {}

    private static final List<Case> CASES = List.of(
            new Case("plain", SONNET, new Usage(1_000, 0, 0, 500, 0), "0.0105"),
            new Case("one token of each", SONNET, new Usage(1, 1, 1, 1, 0), "0.00002205"),
            // 2,006 uncached, 18,000 read, 4,000 written, 1,200 out:  .006018 + .0054 + .015 + .018
            new Case("a cached conversation", SONNET, new Usage(2_006, 18_000, 4_000, 1_200, 0), "0.044418"),
            // The reasoning is 900 of the 1,000 output tokens: billed once.  100 × 1.25 + 1,000 × 10
            new Case("reasoning", GPT, new Usage(100, 0, 0, 1_000, 900), "0.010125"),
            new Case("all reasoning", GPT, new Usage(0, 0, 0, 1_000, 1_000), "0.01"),
            // As OpenAI tells it: a prompt of 2,006 of which 1,920 were cached.  86 × 1.25 + 1,920 × .125 + 300 × 10
            new Case("cached part of a prompt", GPT, Usage.ofTotals(2_006, 1_920, 0, 300, 0), "0.0033475"),
            new Case("no price for writing costs as input", GPT, new Usage(0, 0, 1_000, 0, 0), "0.00125"),
            new Case(
                    "no price for reading costs as input",
                    PriceConfig.of("5", "15", null, null),
                    new Usage(10, 90, 0, 0, 0),
                    "0.0005"),
            new Case("a free cache", PriceConfig.of("5", "15", "0", null), new Usage(10, 90, 0, 0, 0), "0.00005"),
            new Case("a free model", PriceConfig.of("0", "0", null, null), new Usage(7, 7, 7, 7, 7), "0"),
            new Case("embedding", PriceConfig.of("0.02", null, null, null), new Usage(8, 0, 0, 0, 0), "0.00000016"),
            new Case(
                    "tenth and fifth", PriceConfig.of("0.1", "0.2", null, null), new Usage(3, 0, 0, 3, 0), "0.0000009"),
            new Case("below a trillionth", PriceConfig.of("0.0000001", "0", null, null), new Usage(4, 0, 0, 0, 0), "0"),
            new Case(
                    "half a trillionth is rounded up",
                    PriceConfig.of("0.0000001", "0", null, null),
                    new Usage(5, 0, 0, 0, 0),
                    "0.000000000001"),
            // 10 × .1 + 90,000 × .01 + 9,990 × .125 + 1,000 × .5 = 1 + 900 + 1,248.75 + 500
            new Case("as long as a short prompt can be", HAIKU, new Usage(10, 90_000, 9_990, 1_000, 0), "0.00264975"),
            // One token more makes all of it five times as dear.  11 × .5 + 4,500 + 6,243.75 + 2,500
            new Case("one token longer", HAIKU, new Usage(11, 90_000, 9_990, 1_000, 0), "0.01324925"),
            // Output does not make a prompt long.  100 × .1 + 200,000 × .5
            new Case("a long answer", HAIKU, new Usage(100, 0, 0, 200_000, 0), "0.10001"),
            // Of 1,000 written, 600 stay for an hour.  400 × .125 + 600 × .2
            new Case("one hour and five minutes", HAIKU, new Usage(0, 0, 1_000, 0, 0, 600), "0.00017"),
            // 200,000 written, half of them for an hour.  100,000 × .625 + 100,000 × 1
            new Case("an hour in a long prompt", HAIKU, new Usage(0, 0, 200_000, 0, 0, 100_000), "0.1625"),
            new Case("no price of an hour costs as five minutes", SONNET, new Usage(0, 0, 10, 0, 0, 10), "0.0000375"),
            new Case("nor one of writing: as input", GPT, new Usage(0, 0, 1_000, 0, 0, 1_000), "0.00125"),
            // 200,000 read and 1 fresh: what the long price leaves open costs as before.  4 + 200,000 × .2 + 18
            new Case("a long prompt, mostly cached", PRO, new Usage(1, 200_000, 0, 1, 0), "0.040022"),
            // 1,000 × 10 + 100 × 50 = 15,000
            new Case("the usual tier", ASTRA, new Usage(1_000, 0, 0, 100, 0), "0.015"),
            new Case("half price", ASTRA, served(new Usage(1_000, 0, 0, 100, 0), "flex"), "0.0075"),
            new Case("twice the price", ASTRA, served(new Usage(1_000, 0, 0, 100, 0), "priority"), "0.03"),
            new Case(
                    "a tier without a price of its own",
                    ASTRA,
                    served(new Usage(1_000, 0, 0, 100, 0), "scale-9"),
                    "0.015"),
            // (300,000 × 20 + 1,000 × 75) ÷ 2
            new Case(
                    "half price of a long prompt", ASTRA, served(new Usage(300_000, 0, 0, 1_000, 0), "flex"), "3.0375"),
            // (1,000 × 4 + 5,000 × .2 + 100 × 20) × 1.1 × 2
            new Case(
                    "fast and in one country",
                    OPUS,
                    served(new Usage(1_000, 5_000, 0, 100, 0), "fast", "us"),
                    "0.0154"),
            // 1,000 × 4 × 1.1 = 4,400, and 3 × 10 ÷ 1,000: what is searched is not dearer there.
            new Case("searches on top", OPUS, searched(served(new Usage(1_000, 0, 0, 0, 0), "us"), 3), "0.0344"),
            // 1,000 × 4, and 3 × 14 + 35 thousandths: by the query and once for all.
            new Case(
                    "searches by the query and by the request",
                    OPUS.withSearch("14", "35"),
                    searched(new Usage(1_000, 0, 0, 0, 0), 3),
                    "0.081"),
            new Case(
                    "no search, no request that searched",
                    OPUS.withSearch("14", "35"),
                    new Usage(1_000, 0, 0, 0, 0),
                    "0.004"),
            // (1,000 × 10 + 100 × 50) × 1.1 ÷ 2
            new Case(
                    "half price at a dearer host",
                    ASTRA.withTiers(Map.of("flex", "0.5"), Map.of("*.api.example", "1.1"))
                            .at("eu.api.example"),
                    served(new Usage(1_000, 0, 0, 100, 0), "flex"),
                    "0.00825"),
            new Case(
                    "searches that cost nothing beside", SONNET, searched(new Usage(1_000, 0, 0, 500, 0), 7), "0.0105"),
            // 200 × .3 + 500 × 1 + 200 × .03 + 100 × .1 + 10 × 2.5 = 60 + 500 + 6 + 10 + 25
            new Case(
                    "sound, some of it cached",
                    FLASH,
                    sound(Usage.ofTotals(1_000, 300, 0, 10, 0), 500, 100, 0),
                    "0.000601"),
            new Case(
                    "sound at the price of text", SONNET, sound(new Usage(1_000, 0, 0, 500, 0), 400, 0, 100), "0.0105"),
            // 10 × 2 + 180 × 12 + 1,120 × 120 = 20 + 2,160 + 134,400
            new Case("a picture drawn", PICTURES, pictures(new Usage(10, 0, 0, 1_300, 0), 0, 1_120), "0.13658"),
            new Case(
                    "a picture shown costs as text", PICTURES, pictures(new Usage(1_000, 0, 0, 0, 0), 560, 0), "0.002"),
            new Case("what the answer says", SONAR, told(new Usage(4_718, 0, 0, 450, 0), "0.004805"), "0.004805"),
            new Case(
                    "a free answer of what has a price",
                    GPT.asReported(true),
                    told(new Usage(1_000, 0, 0, 0, 0), "0"),
                    "0.00125"),
            // 4,718 × .25 + 450 × 2.5 = 1,179.5 + 1,125, and 2.5 ÷ 1,000
            new Case("what the answer did not say", SONAR, searched(new Usage(4_718, 0, 0, 450, 0), 1), "0.0048045"),
            new Case("what it says where that does not count", GPT, told(new Usage(1_000, 0, 0, 0, 0), "7"), "0.00125"),
            new Case(
                    "nothing known but what it says",
                    PriceConfig.AS_REPORTED,
                    told(new Usage(9, 0, 0, 9, 0), "0"),
                    "0"),
            new Case(
                    "more digits than are counted",
                    PriceConfig.AS_REPORTED,
                    told(new Usage(9, 0, 0, 9, 0), "0.0076509169000000005"),
                    "0.0076509169"),
            new Case("nothing known and nothing said", PriceConfig.AS_REPORTED, new Usage(9, 0, 0, 9, 0), null),
            new Case("nothing used", SONNET, Usage.NONE, "0"),
            new Case("no price at all", null, new Usage(1, 0, 0, 1, 0), null),
            new Case("no price for output", PriceConfig.of("1", null, null, null), new Usage(1, 0, 0, 1, 0), null),
            new Case("no price for input", PriceConfig.of(null, "1", null, null), new Usage(1, 0, 0, 1, 0), null),
            new Case(
                    "only what is priced was used",
                    PriceConfig.of(null, "1", "0.5", null),
                    new Usage(0, 2, 0, 1, 0),
                    "0.000002"));

    @TestFactory
    Stream<DynamicTest> costsWhatWasComputedByHand() {
        return CASES.stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    Cost cost = Cost.of(each.price(), each.usage(), true);
                    if (each.usd() == null) {
                        assertThat(cost).as(each.name()).isNull();
                    } else {
                        assertThat(cost.usd()).as(each.name()).isEqualByComparingTo(new BigDecimal(each.usd()));
                    }
                }));
    }

    @Test
    void staysAtTheMostThatCanBeSaid() {
        PriceConfig absurd = PriceConfig.of("123456789012.5", null, null, null);
        Cost cost = Cost.of(absurd, new Usage(Long.MAX_VALUE, 0, 0, 0, 0), true);
        assertThat(cost.picoUsd()).isEqualTo(Long.MAX_VALUE);
        assertThat(Cost.plus(cost.picoUsd(), 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void saysThatALongPromptWasPaid() {
        assertThat(Cost.of(PRO, new Usage(200_000, 0, 0, 1, 0), true).longPrompt())
                .isFalse();
        assertThat(Cost.of(PRO, new Usage(200_001, 0, 0, 1, 0), true).longPrompt())
                .isTrue();
    }

    @Test
    void saysWhoseFigureItIs() {
        assertThat(Cost.of(SONAR, told(new Usage(1, 0, 0, 1, 0), "1"), true).reported())
                .isTrue();
        assertThat(Cost.of(SONAR, new Usage(1, 0, 0, 1, 0), true).reported()).isFalse();
    }

    /** Too little may be told, and not that nothing was used. */
    @Test
    void saysThatATierHasNoKnownPrice() {
        Usage usage = new Usage(1_000, 0, 0, 100, 0);
        assertThat(Cost.of(ASTRA, served(usage, "flex", "turbo"), true))
                .isEqualTo(new Cost(7_500_000_000L, true, false, false, true));
        assertThat(Cost.of(ASTRA, served(usage, "flex"), true).atLeast()).isFalse();
        assertThat(Cost.of(SONAR, told(served(usage, "turbo"), "1"), true).atLeast())
                .as("told by the answer")
                .isFalse();
    }

    @Test
    void aSubscriptionShowsTheListPrice() {
        Cost cost = Cost.of(SONNET, new Usage(1_000, 0, 0, 0, 0), false);
        assertThat(cost.billed()).isFalse();
        assertThat(cost.usd()).isEqualByComparingTo("0.003");
    }
}
