package io.ninerouter.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.routing.ModelList.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelListTest {

    private static World world() {
        return new World()
                .provider("anthropic", "opus=200000=64000", "shared")
                .provider(
                        "openai",
                        false,
                        List.of("openai", "oai"),
                        List.of(Dialect.OPENAI_CHAT),
                        "gpt-5=400000=128000",
                        "shared")
                .provider("idle", "never")
                .open("vllm")
                .account("a", "anthropic")
                .account("b", "openai")
                .account("i", "idle")
                .withoutCredential("i")
                .account(new ConnectionConfig("v", "vllm", 0, 1, List.of("qwen/coder"), 0, true))
                .combo("stack", "anthropic/opus", "gpt-5")
                .combo("mixed", "idle/never", "vllm/qwen/coder", "anthropic/opus")
                .combo("dead", "idle/never")
                .alias("best", "stack")
                .alias("lost", "nothing");
    }

    @Test
    void listsCombosAliasesAndModelsThatCouldServe() {
        assertThat(ModelList.of(world().snapshot(), World.caller()))
                .containsExactly(
                        new Entry("stack", "combo", 200_000L, 64_000L),
                        new Entry("mixed", "combo", null, null),
                        new Entry("best", "alias", 200_000L, 64_000L),
                        new Entry("anthropic/opus", "anthropic", 200_000L, 64_000L),
                        new Entry("anthropic/shared", "anthropic", null, null),
                        new Entry("openai/gpt-5", "openai", 400_000L, 128_000L),
                        new Entry("openai/shared", "openai", null, null),
                        new Entry("vllm/qwen/coder", "vllm", null, null));
    }

    @Test
    void listsOnlyWhatTheCallerMayUse() {
        assertThat(ids(ModelList.of(world().snapshot(), World.caller("oai/*"))))
                .containsExactly("stack", "best", "openai/gpt-5", "openai/shared");
        assertThat(ids(ModelList.of(world().snapshot(), World.caller("best")))).containsExactly("best");
        assertThat(ids(ModelList.of(world().snapshot(), World.caller("nothing"))))
                .isEmpty();
    }

    @Test
    void offersBareNamesThatOneProviderServes() {
        List<String> ids = ids(ModelList.withBareNames(world().snapshot(), World.caller()));
        assertThat(ids)
                .contains("opus", "gpt-5", "qwen/coder")
                .doesNotContain("shared", "never")
                .doesNotHaveDuplicates();
        assertThat(ids).startsWith("stack", "mixed", "best", "anthropic/opus");
    }

    @Test
    void aComboOfTheSameNameHidesABareName() {
        World world = new World().provider("p", "m").account("a", "p").combo("m", "p/m");
        assertThat(ModelList.withBareNames(world.snapshot(), World.caller()))
                .extracting(Entry::id, Entry::owner)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("m", "combo"),
                        org.assertj.core.groups.Tuple.tuple("p/m", "p"));
    }

    @Test
    void findsOneByAnyOfItsNames() {
        var snapshot = world().snapshot();
        assertThat(ModelList.find(snapshot, World.caller(), "oai/gpt-5"))
                .isEqualTo(new Entry("oai/gpt-5", "openai", 400_000L, 128_000L));
        assertThat(ModelList.find(snapshot, World.caller(), "gpt-5")).isNotNull();
        assertThat(ModelList.find(snapshot, World.caller(), "vllm/undeclared"))
                .as("not on its allow-list")
                .isNull();
        assertThat(ModelList.find(snapshot, World.caller("stack"), "gpt-5")).isNull();
        assertThat(ModelList.find(snapshot, World.caller(), "nothing")).isNull();
    }

    private static World listing() {
        return new World()
                .open("p", "declared", "gone")
                .open("q", "declared-too")
                .account(
                        new ConnectionConfig("a", "p", 0, 1, List.of(), 0, true).offering(List.of("declared", "found")))
                .account(new ConnectionConfig("b", "p", 0, 1, List.of(), 0, true)
                        .offering(List.of("declared", "declared-too")))
                .account("c", "q")
                .combo("lost", "p/gone")
                .combo("stack", "p/gone", "p/found");
    }

    @Test
    void whatEveryListLacksIsNotShownAndWhatOneHasIs() {
        assertThat(ids(ModelList.withBareNames(listing().snapshot(), World.caller())))
                .containsExactlyInAnyOrder(
                        "stack",
                        "p/declared",
                        "p/found",
                        "p/declared-too",
                        "q/declared-too",
                        "declared",
                        "found",
                        "declared-too");
    }

    @Test
    void aRefusedAccountOffersNothing() {
        assertThat(ModelList.of(
                        listing().snapshot(),
                        World.caller(),
                        connection -> connection.name().equals("a")))
                .extracting(Entry::id)
                .containsExactly("p/declared", "p/declared-too", "q/declared-too");
    }

    @Test
    void aListTakesNoNameFromWhoDeclaresIt() {
        assertThat(ModelList.find(listing().snapshot(), World.caller(), "declared-too"))
                .extracting(Entry::owner)
                .isEqualTo("q");
    }

    @Test
    void anAccountWhoseListLacksAModelIsTriedLast() {
        var snapshot = listing().snapshot();
        var all = List.copyOf(snapshot.provider("p").connections());
        assertThat(AccountOrder.offeringFirst(all, "declared-too"))
                .extracting(Object::toString)
                .containsExactly("b", "a");
        assertThat(AccountOrder.offeringFirst(all, "gone")).hasSize(2);
        assertThat(AccountOrder.offeringFirst(all, "declared")).isSameAs(all);
    }

    /** What is listed can be asked for, and the other way round. */
    @Test
    void listsNothingThatWouldBeRefused() {
        var snapshot = world().snapshot();
        for (String glob : List.of("*", "openai/*", "best", "stack", "*us", "gpt-5")) {
            for (Entry entry : ModelList.withBareNames(snapshot, World.caller(glob))) {
                RouteDecision decision = RoutePlanner.plan(
                        snapshot,
                        new RouteRequest(World.caller(glob), entry.id(), Dialect.OPENAI_CHAT, null),
                        new Conditions(io.ninerouter.gateway.health.Health.UNTROUBLED, new TurnCounter(), 0, 0));
                assertThat(decision).as(glob + " " + entry.id()).isInstanceOf(RouteDecision.Plan.class);
            }
        }
    }

    private static List<String> ids(List<Entry> entries) {
        return entries.stream().map(Entry::id).toList();
    }
}
