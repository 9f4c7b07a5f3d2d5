package io.ninerouter.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.Outcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Combos that look at prices, at measured times and at what a request needs. */
class ComboStrategyTest extends Planning {
    private static final Needs SHORT = new Needs(100, true, Needs.Content.of(1_000L, Set.of()));
    private static final Needs LONG = new Needs(100_000, true, Needs.Content.of(10L, Set.of()));

    private static ModelConfig model(String id, String input, String output) {
        return new ModelConfig(id, null, null, List.of(), PriceConfig.of(input, output, null, null));
    }

    private static World priced() {
        return new World()
                .declaring(
                        "p",
                        model("dear", "10", "20"),
                        model("cheap-in", "1", "30"),
                        model("cheap-out", "8", "2"),
                        model("half-known", "0", null),
                        new ModelConfig("unknown", null, null, List.of()))
                .account("a", "p")
                .combo(
                        "c",
                        ComboStrategy.LOWEST_COST,
                        1,
                        "p/unknown",
                        "p/dear",
                        "p/half-known",
                        "p/cheap-in",
                        "p/cheap-out");
    }

    @Test
    void takesTheCheapestForWhatIsExpectedAndUnknownPricesLast() {
        assertThat(targets(priced(), "c", SHORT))
                .isEqualTo("p/cheap-out/a p/dear/a p/cheap-in/a p/unknown/a p/half-known/a");
        assertThat(targets(priced(), "c", LONG))
                .isEqualTo("p/cheap-in/a p/cheap-out/a p/dear/a p/unknown/a p/half-known/a");
    }

    @Test
    void theFirstRuleThatMatchesIsOverTheDeclaredPrice() {
        World world = priced().prices(
                        new PriceRule("other", "*", PriceConfig.of("0", "0", null, null)),
                        new PriceRule("p", "unk*", PriceConfig.of("0", "0.5", null, null)),
                        new PriceRule(null, "unknown", PriceConfig.of("99", "99", null, null)),
                        new PriceRule(null, "cheap-out", PriceConfig.of("99", "99", null, null)));
        assertThat(targets(world, "c", SHORT))
                .isEqualTo("p/unknown/a p/dear/a p/cheap-in/a p/cheap-out/a p/half-known/a");
    }

    @Test
    void aNestedComboCountsAsWhatItWouldUse() {
        World world = priced().combo("inner-fallback", "p/dear", "p/cheap-out")
                .combo("inner-cheapest", ComboStrategy.LOWEST_COST, 1, "p/dear", "p/cheap-out")
                .combo("outer", ComboStrategy.LOWEST_COST, 1, "p/cheap-in", "inner-fallback")
                .combo("outermost", ComboStrategy.LOWEST_COST, 1, "p/dear", "inner-cheapest");
        assertThat(targets(world, "outer", SHORT)).isEqualTo("p/dear/a p/cheap-out/a p/cheap-in/a");
        assertThat(targets(world, "outermost", SHORT)).isEqualTo("p/cheap-out/a p/dear/a");
    }

    @Test
    void takesTheFastestAndMeasuresWhatIsNotKnown() {
        World world = new World()
                .provider("p", "x", "y", "z")
                .account("a", "p")
                .account("b", "p")
                .combo("c", ComboStrategy.LOWEST_LATENCY, 1, "p/x", "p/y", "p/z");
        assertThat(firsts(world)).isEqualTo("xyz");
        measure("a", "x", true, 900);
        assertThat(firsts(world)).as("unknown first").isEqualTo("yzx");
        measure("a", "y", true, 300);
        measure("b", "z", true, 500);
        assertThat(firsts(world)).isEqualTo("yzx");
        measure("b", "x", true, 100);
        assertThat(firsts(world)).as("by the fastest account").isEqualTo("xyz");
        measure("a", "z", false, 1);
        assertThat(firsts(world)).as("answers in one piece are another matter").isEqualTo("xyz");
    }

    private String firsts(World world) {
        StringBuilder models = new StringBuilder();
        for (String target : targets(world, "c", SHORT).split(" ")) {
            models.append(target.endsWith("/a") ? target.substring(2, 3) : "");
        }
        return models.toString();
    }

    private void measure(String connection, String model, boolean streamed, double millis) {
        board.firstToken(new Attempt("endpoint", connection, model, null), streamed, millis, NOW);
    }

    private static World fitting() {
        return new World()
                .declaring(
                        "p",
                        new ModelConfig("text-only", 1_000_000L, null, List.of("text")),
                        new ModelConfig("small", 8_000L, null, List.of("text", "image")),
                        new ModelConfig("able", 200_000L, null, List.of("text", "image")),
                        new ModelConfig("undeclared", null, null, List.of()))
                .account("a", "p")
                .combo("c", "p/text-only", "p/small", "p/able", "p/undeclared");
    }

    @Test
    void passesOverWhatCannotServeAndKeepsItAsTheLastResort() {
        Needs picture = new Needs(50_000, true, () -> Set.of("image"));
        assertThat(targets(fitting(), "c", SHORT)).isEqualTo("p/text-only/a p/small/a p/able/a p/undeclared/a");
        assertThat(targets(fitting(), "c", LONG)).isEqualTo("p/text-only/a p/able/a p/undeclared/a p/small/a");
        assertThat(targets(fitting(), "c", picture))
                .as("the bytes of a picture are no tokens")
                .isEqualTo("p/small/a p/able/a p/undeclared/a p/text-only/a");
    }

    @Test
    void passesOverWhatHasNoToolsOrKeepsToNoSchemaWhereThatIsNeeded() {
        World world = new World()
                .declaring(
                        "p",
                        new ModelConfig("plain", null, null, List.of(), null, false, false),
                        new ModelConfig("handy", null, null, List.of(), null, true, null),
                        new ModelConfig("strict", null, null, List.of(), null, null, true))
                .account("a", "p")
                .combo("c", "p/plain", "p/handy", "p/strict");
        assertThat(targets(world, "c", SHORT)).isEqualTo("p/plain/a p/handy/a p/strict/a");
        assertThat(targets(world, "c", asks(true, false))).isEqualTo("p/handy/a p/strict/a p/plain/a");
        assertThat(targets(world, "c", asks(false, true))).isEqualTo("p/handy/a p/strict/a p/plain/a");
    }

    private static Needs asks(boolean tools, boolean structured) {
        return new Needs(10, true, new Needs.Content() {
            @Override
            public Set<String> kinds() {
                return Set.of();
            }

            @Override
            public boolean tools() {
                return tools;
            }

            @Override
            public boolean structuredOutput() {
                return structured;
            }
        });
    }

    @Test
    void doesNotLookForPicturesWhereNothingIsToChooseFrom() {
        AtomicInteger looks = new AtomicInteger();
        Needs curious = new Needs(50_000, true, () -> {
            looks.incrementAndGet();
            return Set.of("image");
        });
        assertThat(targets(fitting(), "p/text-only", curious)).isEqualTo("p/text-only/a");
        assertThat(looks).hasValue(0);
        targets(fitting(), "c", curious);
        assertThat(looks).hasValue(1);
    }

    @Test
    void explainsThePlanWithoutTakingATurn() {
        World world = priced().account("b", "p")
                .account("c", "p")
                .accounts(io.ninerouter.config.AccountStrategy.ROUND_ROBIN, 1, false);
        Attempt limited = new Attempt("endpoint", "b", "dear", Credential.apiKey("sk-b"));
        board.record(limited, new Outcome.Refused(429, 5_000L, "no"), NOW, 0);
        board.firstToken(new Attempt("endpoint", "a", "dear", null), true, 250, NOW);
        board.began("a");
        turns.take("provider:p");
        RouteRequest request = new RouteRequest(World.caller(), "p/dear", Dialect.ANTHROPIC, null, SHORT);
        Conditions now = new Conditions(board, turns.peek(), 0, NOW);

        Explanation explained = Explanation.of(world.snapshot(), request, now, _ -> List.of());

        assertThat(explained).isEqualTo(Explanation.of(world.snapshot(), request, now, _ -> List.of()));
        assertThat(explained.status()).isEqualTo(200);
        assertThat(explained.targets()).extracting(Explanation.Choice::target).containsExactly("p/dear/c", "p/dear/a");
        assertThat(explained.targets().getLast())
                .isEqualTo(new Explanation.Choice(
                        "p/dear/a",
                        Dialect.OPENAI_CHAT,
                        true,
                        "https://p.test/v1",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        PriceConfig.of("10", "20", null, null),
                        "0.021",
                        new Explanation.Load(1, 0, 0, 250.0)));
        assertThat(explained.skipped())
                .containsExactly(new Explanation.Omission(
                        "p/dear/b", Skipped.Reason.RATE_LIMITED, "rate limited", "1970-01-01T00:16:45Z"));
        assertThat(explained.toString()).doesNotContain("sk-");
    }

    @Test
    void explainsWhatHasNoPlan() {
        World world = priced();
        fail("a", 401, null);
        Conditions now = new Conditions(board, turns.peek(), 0, NOW);
        Explanation none = Explanation.of(
                world.snapshot(),
                new RouteRequest(World.caller(), "p/dear", Dialect.OPENAI_CHAT, null),
                now,
                _ -> List.of());
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.retryAt()).isEqualTo("1970-01-01T00:26:40Z");
        Explanation unknown = Explanation.of(
                world.snapshot(),
                new RouteRequest(World.caller(), "p/deer", Dialect.OPENAI_CHAT, null),
                now,
                _ -> List.of());
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.nearMatches()).contains("p/dear");
        Explanation forbidden = Explanation.of(
                world.snapshot(),
                new RouteRequest(World.caller("x/*"), "p/dear", Dialect.OPENAI_CHAT, null),
                now,
                _ -> List.of());
        assertThat(forbidden.status()).isEqualTo(403);
    }
}
