package io.ninerouter.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePlannerTest extends Planning {

    private static World world() {
        return new World()
                .provider("anthropic", "claude-opus-5", "shared")
                .provider(
                        "openai",
                        false,
                        List.of("openai", "oai"),
                        List.of(Dialect.OPENAI_CHAT),
                        "gpt-5",
                        "gpt-5-mini",
                        "shared")
                .open("vllm", "meta-llama/Llama-3")
                .account("claude-1", "anthropic")
                .account("claude-2", "anthropic")
                .account("gpt", "openai")
                .account("local", "vllm")
                .combo("stack", "anthropic/claude-opus-5", "gpt-5")
                .combo("nested", "nothing/here", "stack", "vllm/any/thing")
                .combo("gpt-5-mini", "anthropic/claude-opus-5")
                .combo("dead", "nothing/here")
                .alias("fast", "oai/gpt-5-mini")
                .alias("faster", "fast")
                .alias("best", "stack")
                .alias("openai/gpt-4", "openai/gpt-5");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        openai/gpt-5                | openai/gpt-5/gpt
        oai/gpt-5                   | openai/gpt-5/gpt
        gpt-5                       | openai/gpt-5/gpt
        claude-opus-5               | anthropic/claude-opus-5/claude-1 anthropic/claude-opus-5/claude-2
        vllm/anything               | vllm/anything/local
        vllm/a/b                    | vllm/a/b/local
        meta-llama/Llama-3          | vllm/meta-llama/Llama-3/local
        vllm/meta-llama/Llama-3     | vllm/meta-llama/Llama-3/local
        fast                        | openai/gpt-5-mini/gpt
        faster                      | openai/gpt-5-mini/gpt
        openai/gpt-4                | openai/gpt-5/gpt
        stack                       | anthropic/claude-opus-5/claude-1 anthropic/claude-opus-5/claude-2 openai/gpt-5/gpt
        best                        | anthropic/claude-opus-5/claude-1 anthropic/claude-opus-5/claude-2 openai/gpt-5/gpt
        nested                      | anthropic/claude-opus-5/claude-1 anthropic/claude-opus-5/claude-2 openai/gpt-5/gpt vllm/any/thing/local
        gpt-5-mini                  | anthropic/claude-opus-5/claude-1 anthropic/claude-opus-5/claude-2
        openai/gpt-5-mini           | openai/gpt-5-mini/gpt
        """)
    void resolvesAModelString(String model, String targets) {
        assertThat(targets(world(), model)).isEqualTo(targets);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        gpt-9               | openai/gpt-4 openai/gpt-5
        GPT-9               | openai/gpt-4 openai/gpt-5
        openai/gpt-9        | openai/gpt-4 openai/gpt-5
        claude-opus-4       | anthropic/claude-opus-5
        opus                | anthropic/claude-opus-5
        stak                | stack
        Stack               | stack
        fastest             | faster
        shared              | anthropic/shared openai/shared
        /gpt-5              | openai/gpt-5 openai/gpt-4 openai/gpt-5-mini
        openai/             | openai/gpt-4 openai/gpt-5 openai/gpt-5-mini
        completely-else     | ''
        ''                  | ''
        """)
    void namesWhatIsNearToAnUnknownModel(String model, String near) {
        RouteDecision decision = plan(world(), World.caller(), model, null);
        assertThat(decision)
                .isEqualTo(new RouteDecision.Unknown(model, near.isEmpty() ? List.of() : List.of(near.split(" "))));
    }

    @Test
    void doesNotHintAtWhatTheCallerMayNotUse() {
        RouteDecision decision = plan(world(), World.caller("anthropic/*"), "openai/gpt-9", null);
        assertThat(decision).isEqualTo(new RouteDecision.Unknown("openai/gpt-9", List.of()));
    }

    @ParameterizedTest(name = "{0} asks for {1}")
    @CsvSource(delimiter = '|', textBlock = """
        gpt-5             | gpt-5        | openai/gpt-5/gpt
        openai/*          | gpt-5        | openai/gpt-5/gpt
        oai/gpt-5         | gpt-5        | openai/gpt-5/gpt
        oai/gpt-5         | openai/gpt-5 | openai/gpt-5/gpt
        gpt-5             | openai/gpt-5 | forbidden
        fast              | fast         | openai/gpt-5-mini/gpt
        fast              | faster       | openai/gpt-5-mini/gpt
        openai/gpt-5-mini | faster       | openai/gpt-5-mini/gpt
        faster            | fast         | forbidden
        stack             | best         | anthropic/claude-opus-5/claude-1 anthropic/claude-opus-5/claude-2 openai/gpt-5/gpt
        openai/gpt-5      | stack        | openai/gpt-5/gpt
        openai/gpt-5      | nested       | openai/gpt-5/gpt
        anthropic/other   | nested       | forbidden
        claude-*          | openai/gpt-5 | forbidden
        claude-*          | gpt-5        | forbidden
        claude-*          | gone         | unknown
        """)
    void keepsToTheCallersAllowList(String glob, String model, String outcome) {
        RouteDecision decision = plan(world(), World.caller(glob), model, null);
        assertThat(describe(decision)).isEqualTo(outcome);
    }

    @Test
    void speaksTheCallersDialectWhereTheProviderDoes() {
        World world = new World()
                .speaking("both", List.of(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC), "m")
                .speaking("one", List.of(Dialect.GEMINI), "n")
                .account("a", "both")
                .account("b", "one");
        Map<String, Dialect> spoken = new TreeMap<>();
        for (Dialect dialect : Dialect.CLIENTS) {
            for (String model : List.of("m", "n")) {
                RouteDecision decision = RoutePlanner.plan(
                        world.snapshot(),
                        new RouteRequest(World.caller(), model, dialect, null),
                        now(Health.UNTROUBLED));
                spoken.put(
                        dialect + " " + model,
                        ((RouteDecision.Plan) decision).targets().getFirst().dialect());
            }
        }
        assertThat(spoken)
                .containsEntry("OPENAI_CHAT m", Dialect.OPENAI_CHAT)
                .containsEntry("ANTHROPIC m", Dialect.ANTHROPIC)
                .containsEntry("GEMINI m", Dialect.OPENAI_CHAT)
                .containsEntry("OPENAI_RESPONSES m", Dialect.OPENAI_CHAT)
                .containsEntry("GEMINI n", Dialect.GEMINI)
                .containsEntry("ANTHROPIC n", Dialect.GEMINI);
    }

    @Test
    void handsOverTheCredentialOfEachAccountAndPrintsNone() {
        RouteDecision.Plan plan = (RouteDecision.Plan) plan(world(), World.caller(), "claude-opus-5", null);
        assertThat(plan.targets())
                .extracting(Target::credential)
                .containsExactly(Credential.apiKey("sk-claude-1"), Credential.apiKey("sk-claude-2"));
        assertThat(plan.toString()).doesNotContain("sk-");
    }

    @Test
    void skipsWhatCannotServeAndSaysWhy() {
        World world = new World()
                .provider("p", "m")
                .account("cooling", "p")
                .account("other-models", "p")
                .account("unequipped", "p")
                .withoutCredential("unequipped")
                .account(new ConnectionConfig("full", "p", 0, 1, List.of(), 2, true))
                .account(new ConnectionConfig("narrow", "p", 0, 1, List.of("n"), 0, true))
                .account(new ConnectionConfig("keyless", "p", 9, 1, List.of(), 0, false))
                .withoutCredential("keyless")
                .account("refused", "p");
        fail("cooling", 429, 5_000L);
        fail("refused", 401, null);
        board.began("full");
        board.began("full");

        RouteDecision.Plan plan = (RouteDecision.Plan) plan(world, World.caller(), "p/m", null);
        assertThat(plan.targets()).extracting(Target::label).containsExactly("p/m/other-models", "p/m/keyless");
        assertThat(plan.targets().getLast().credential()).isNull();
        assertThat(plan.skipped())
                .containsExactly(
                        new Skipped("p/m/cooling", Skipped.Reason.RATE_LIMITED, NOW + 5_000),
                        new Skipped("p/m/full", Skipped.Reason.AT_CONCURRENCY_LIMIT, null),
                        new Skipped("p/m/narrow", Skipped.Reason.MODEL_NOT_OFFERED, null),
                        new Skipped("p/m/refused", Skipped.Reason.CREDENTIAL_REFUSED, NOW + 600_000),
                        new Skipped("p/m/unequipped", Skipped.Reason.NO_CREDENTIAL, null));
        board.ended("full");
        assertThat(targets(world, "p/m")).contains("p/m/full");
    }

    /** The provider said that it was asked too much while three were in flight, and names a moment that has passed. */
    private void narrow(String connection) {
        for (int i = 0; i < 2; i++) {
            board.began(connection);
        }
        fail(connection, 429, 0L);
    }

    @Test
    void anAccountThatIsAskedTooMuchComesAfterTheOthersAndBeforeNothing() {
        World world = new World()
                .provider("p", "m")
                .provider("q", "m")
                .account("a", "p")
                .account("b", "p")
                .account("c", "q")
                .combo("stack", "p/m", "q/m");
        narrow("a");

        RouteDecision.Plan plan = (RouteDecision.Plan) plan(world, World.caller(), "stack", null);

        assertThat(describe(plan)).isEqualTo("p/m/b q/m/c p/m/a");
        assertThat(plan.reserve()).containsExactly(new Skipped("p/m/a", Skipped.Reason.NARROWED, null));
        board.ended("a");
        assertThat(targets(world, "stack")).isEqualTo("p/m/a p/m/b q/m/c");
    }

    @Test
    void anAccountThatIsAskedTooMuchIsAskedAllTheSameWhereThereIsNoOther() {
        World world = new World().provider("p", "m").account("a", "p");
        narrow("a");

        assertThat(targets(world, "m")).isEqualTo("p/m/a");
    }

    @Test
    void anAccountThatIsAskedTooMuchIsStillFullAtTheLimitThatItsOwnerSet() {
        World world = new World().provider("p", "m").account(new ConnectionConfig("a", "p", 0, 1, List.of(), 2, true));
        narrow("a");

        RouteDecision.NoneUsable none = (RouteDecision.NoneUsable) plan(world, World.caller(), "m", null);

        assertThat(none.skipped()).containsExactly(new Skipped("p/m/a", Skipped.Reason.AT_CONCURRENCY_LIMIT, null));
    }

    @Test
    void saysWhenAllAreOutAndFromWhenOn() {
        World world = new World().provider("p", "m").account("a", "p").account("b", "p");
        fail("a", 429, 9_000L);
        fail("b", 429, 4_000L);
        RouteDecision.NoneUsable none = (RouteDecision.NoneUsable) plan(world, World.caller(), "m", null);
        assertThat(none.earliestRetryMillis()).isEqualTo(NOW + 4_000);
        assertThat(none.onlyLimits()).isTrue();
        assertThat(none.skipped())
                .extracting(Skipped::describe)
                .containsExactly("p/m/a: rate limited", "p/m/b: rate limited");

        fail("b", 403, null);
        none = (RouteDecision.NoneUsable) plan(world, World.caller(), "m", null);
        assertThat(none.onlyLimits()).isFalse();
        assertThat(none.earliestRetryMillis()).isEqualTo(NOW + 9_000);
    }

    @Test
    void leavesAnEndpointAloneWhoseBreakerIsOpen() {
        World world = new World()
                .provider("p", "m")
                .account("a", "p")
                .provider("q", "m")
                .account("b", "q");
        world.combo("c", "p/m", "q/m");
        for (int i = 0; i < 10; i++) {
            Attempt attempt = new Attempt("https://p.test/v1", "someone else", "other", null);
            board.record(attempt, new Outcome.NoAnswer("reset"), NOW - 2_000 + i * 200, 0);
        }
        RouteDecision.Plan plan = (RouteDecision.Plan) plan(world, World.caller(), "c", null);
        assertThat(plan.targets()).extracting(Target::label).containsExactly("q/m/b");
        assertThat(plan.skipped()).extracting(Skipped::reason).containsExactly(Skipped.Reason.CIRCUIT_OPEN);
        RouteDecision.NoneUsable none = (RouteDecision.NoneUsable) plan(world, World.caller(), "p/m", null);
        assertThat(none.onlyLimits()).isFalse();
        assertThat(none.earliestRetryMillis()).isBetween(NOW, NOW + 2_000);
    }

    @Test
    void whatCouldNeverServeDoesNotHideThatTheRestIsLimited() {
        World world = new World()
                .provider("p", "m")
                .account("a", "p")
                .account("unequipped", "p")
                .withoutCredential("unequipped")
                .combo("c", "nothing/here", "p/m");
        fail("a", 429, 9_000L);
        RouteDecision.NoneUsable none = (RouteDecision.NoneUsable) plan(world, World.caller(), "c", null);
        assertThat(none.onlyLimits()).isTrue();
        assertThat(none.earliestRetryMillis()).isEqualTo(NOW + 9_000);
    }

    @Test
    void aComboOfNamesThatNothingHasIsNotUsable() {
        RouteDecision.NoneUsable none = (RouteDecision.NoneUsable) plan(world(), World.caller(), "dead", null);
        assertThat(none.skipped()).containsExactly(new Skipped("nothing/here", Skipped.Reason.UNKNOWN_MODEL, null));
        assertThat(none.onlyLimits()).isFalse();
    }

    @Test
    void survivesCyclesAndExplosions() {
        World world = new World().provider("p", "m").account("a", "p");
        world.alias("x", "y")
                .alias("y", "x")
                .combo("self", "self", "p/m")
                .combo("one", "two")
                .combo("two", "one", "p/m");
        assertThat(targets(world, "self")).isEqualTo("p/m/a");
        assertThat(targets(world, "one")).isEqualTo("p/m/a");
        assertThat(describe(plan(world, World.caller(), "x", null))).isEqualTo("none usable");

        World wide = new World().provider("p", "m").account("a", "p").combo("c0", "p/m");
        for (int i = 1; i < 30; i++) {
            String below = "c" + (i - 1);
            wide.combo("c" + i, below, below, below, below, below, below, below, below);
        }
        assertThat(targets(wide, "c10")).isEqualTo("p/m/a");
        assertThat(describe(plan(wide, World.caller(), "c29", null))).isEqualTo("none usable");
    }

    @Test
    void triesOneTargetOnce() {
        World world = new World().provider("p", "m").account("a", "p").combo("c", "p/m", "m", "p/m");
        assertThat(targets(world, "c")).isEqualTo("p/m/a");
    }
}
