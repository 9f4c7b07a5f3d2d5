package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.LastValid;
import io.ninerouter.operator.compile.ModelEnd;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.compile.World;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment;
import io.ninerouter.operator.status.ConditionFold;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.status.FragmentTracker;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToldTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectRef REF = new ObjectRef(Kind.COMBO, World.NAMESPACE, "c");
    private static final ObjectRef ROUTER = new ObjectRef(Kind.ROUTER, World.NAMESPACE, "main");

    private static final ReplicaReport.ConnectionReport REPORT =
            new ReplicaReport.ConnectionReport("openai", null, null, null, null, null, List.of(), null);
    private static final String KEY_THAT_ENDS = "{secretRef: {name: s1}, expiresAt: '2026-01-01T00:02:00Z'}";

    private final Told told = new Told();

    @Test
    void theSameGroundsAreToldOnce() {
        begin(NOW, REF);

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isFalse();
        assertThat(told.isNews(REF, grounds("openai/o3"))).isTrue();
    }

    @Test
    void whatWasNotWrittenIsToldAgain() {
        begin(NOW, REF);
        told.isNews(REF, grounds("openai/gpt-5"));

        told.forget(REF);

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    @Test
    void whatIsForgottenIsLookedAtAlthoughNothingElseIsCompiledOfIt() {
        Compiled compiled = World.with("openai").combo("c", "openai/gpt-5").compile(LastValid.NONE, null);
        told.begin(round(compiled), NOW);
        told.isNews(REF, served("openai/gpt-5"));
        assertThat(told.begin(round(compiled), NOW.plusSeconds(1))).isEmpty();

        told.forget(REF);

        assertThat(told.begin(round(compiled), NOW.plusSeconds(2))).containsExactly(REF);
    }

    @Test
    void whatWasNeverToldWaitsForNothing() {
        Compiled compiled = World.with("openai").combo("c", "openai/gpt-5").compile(LastValid.NONE, null);
        told.begin(round(compiled), NOW);

        told.forget(REF);

        assertThat(told.begin(round(compiled), NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void everythingIsLookedAtOnceAMinute() {
        begin(NOW, REF);
        told.isNews(REF, grounds("openai/gpt-5"));

        begin(NOW.plusSeconds(60), REF);
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isFalse();

        begin(NOW.plusSeconds(61), REF);
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    @Test
    void anObjectThatComesBackIsNews() {
        begin(NOW, ROUTER, REF);
        told.isNews(REF, grounds("openai/gpt-5"));

        begin(NOW.plusSeconds(1), ROUTER);
        begin(NOW.plusSeconds(2), ROUTER, REF);

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    /** Of objects that are edited, replicas that come, go and fall behind, budgets, refusals, reports and checks. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsNotWorthALookWouldBeToldOnTheSameGrounds(long seed) {
        Random random = new Random(seed);
        World world = World.with("openai", "groq", "anthropic");
        for (int i = 0; i < 4; i++) {
            world.combo("c" + i, "openai/gpt-5").alias("a" + i, "openai/o3");
            world.secret("s" + i, "api-key", "sk-" + i).key("k" + i, "{secretRef: {name: s" + i + "}}");
        }
        Compiled compiled = null;
        FragmentTracker tracker = FragmentTracker.EMPTY;
        Map<ObjectRef, Told.Grounds> last = new HashMap<>();
        int passed = 0;
        for (int sequence = 1; sequence < 400; sequence++) {
            if (random.nextInt(3) == 0) {
                edit(world, random);
            }
            compiled = world.compile(LastValid.NONE, random.nextInt(30) == 0 ? null : compiled);
            tracker = tracker.advance(compiled.compilation().verdicts(), sequence, 1, NOW);
            Said said = Said.of(random, compiled.compilation().verdicts(), sequence);
            Instant now = NOW.plusSeconds(sequence);
            Set<ObjectRef> worthALook = told.begin(said.round(compiled), now);
            for (Verdict verdict : compiled.compilation().verdicts().values()) {
                Told.Grounds grounds = said.grounds(verdict, tracker, now);
                if (worthALook.contains(verdict.ref())) {
                    boolean news = told.isNews(verdict.ref(), grounds);
                    assertThat(news || grounds.equals(last.get(verdict.ref()))).isTrue();
                    if (news && random.nextInt(20) == 0) {
                        told.forget(verdict.ref());
                        last.remove(verdict.ref());
                    } else {
                        last.put(verdict.ref(), grounds);
                    }
                } else if (verdict.ref().kind() != Kind.ROUTER) {
                    passed++;
                    assertThat(grounds).as("step %s", sequence).isEqualTo(last.get(verdict.ref()));
                }
            }
        }
        assertThat(passed).as("objects that were not looked at").isGreaterThan(400);
    }

    private static void edit(World world, Random random) {
        String model = "openai/m" + random.nextInt(9);
        world.edit(Kind.COMBO, "c" + random.nextInt(4), "{models: [{model: " + model + "}]}");
        String key = random.nextInt(9) == 0 ? KEY_THAT_ENDS : "{secretRef: {name: s1}}";
        world.edit(Kind.KEY, "k" + random.nextInt(4), key);
        if (random.nextInt(5) == 0) {
            world.without(Kind.ALIAS, "a" + random.nextInt(4)).alias("b" + random.nextInt(99), "groq/x");
        }
    }

    /** What is said in one round beside what was compiled. */
    private record Said(
            Fleet fleet,
            Set<String> refused,
            Map<ObjectRef, Probed> probes,
            Map<ObjectRef, AttachedKind.Facts> of,
            Map<ObjectRef, List<ModelEnd>> ending) {

        static Said of(Random random, Map<ObjectRef, Verdict> verdicts, int sequence) {
            Set<String> refused = random.nextInt(9) == 0 ? Set.of("openai") : Set.of();
            ObjectRef checked = new ObjectRef(Kind.CONNECTION, World.NAMESPACE, "groq");
            Map<ObjectRef, Probed> probes = random.nextInt(9) == 0 ? Map.of(checked, Probed.never("why")) : Map.of();
            Map<ObjectRef, AttachedKind.Facts> of = new HashMap<>();
            Map<ObjectRef, List<ModelEnd>> ending = new HashMap<>();
            verdicts.forEach((ref, verdict) -> {
                of.put(ref, facts(random, verdict, refused, probes));
                if (ref.kind() == Kind.ALIAS && random.nextInt(9) == 0) {
                    ending.put(ref, List.of(new ModelEnd("m" + random.nextInt(2), LocalDate.EPOCH)));
                }
            });
            return new Said(replicas(random, sequence), refused, probes, of, ending);
        }

        private static AttachedKind.Facts facts(
                Random random, Verdict verdict, Set<String> refused, Map<ObjectRef, Probed> probes) {
            ObjectRef ref = verdict.ref();
            boolean connection = ref.kind() == Kind.CONNECTION;
            return new AttachedKind.Facts(
                    verdict.detail(),
                    connection && random.nextInt(9) == 0 ? List.of(REPORT) : List.of(),
                    List.of(),
                    ref.kind() == Kind.COMBO ? refused : Set.of(),
                    connection ? probes.getOrDefault(ref, Probed.NOTHING) : Probed.NOTHING,
                    List.of(),
                    // A budget stands in the spec.
                    ref.kind() == Kind.KEY && verdict.generation() % 5 == 4
                            ? new Spending(9, random.nextInt(9), false, NOW)
                            : null,
                    connection && random.nextInt(9) == 0 ? "trouble" : null);
        }

        Told.Round round(Compiled compiled) {
            Set<ObjectRef> spokenOf = new HashSet<>(ending.keySet());
            of.forEach((ref, facts) -> {
                if (!facts.reports().isEmpty() || facts.trouble() != null) {
                    spokenOf.add(ref);
                }
            });
            return new Told.Round(
                    compiled.compilation().verdicts().keySet(), compiled, fleet, refused, probes, spokenOf);
        }

        Told.Grounds grounds(Verdict verdict, FragmentTracker tracker, Instant now) {
            return new Told.Grounds(
                    verdict,
                    ConditionFold.programmed(verdict, tracker.find(verdict.ref()), fleet),
                    null,
                    of.get(verdict.ref()),
                    ConditionFold.switchedOff(verdict.detail(), now),
                    ending.getOrDefault(verdict.ref(), List.of()));
        }
    }

    /** At most three replicas, some of them behind, some silent. */
    private static Fleet replicas(Random random, int sequence) {
        List<Fleet.Replica> live = new ArrayList<>();
        for (int i = random.nextInt(10) == 0 ? 3 : 1; i < 3; i++) {
            live.add(
                    new Fleet.Replica("gw-" + i, sequence - (random.nextInt(6) == 0 ? random.nextInt(3) : 0), 1, null));
        }
        return new Fleet(live, Map.of(), Map.of(), null, random.nextInt(9) == 0 ? 1 : 0);
    }

    private void begin(Instant now, ObjectRef... existing) {
        told.begin(new Told.Round(Set.of(existing), null, Fleet.NONE, Set.of(), Map.of(), Set.of()), now);
    }

    /** One in which a replica serves everything. */
    private static Told.Round round(Compiled compiled) {
        Fleet fleet = new Fleet(List.of(new Fleet.Replica("gw-0", 1, 1, null)), Map.of(), Map.of(), null, 0);
        return new Told.Round(
                compiled.compilation().verdicts().keySet(), compiled, fleet, Set.of(), Map.of(), Set.of());
    }

    /** Of a combo that every replica serves. */
    private static Told.Grounds served(String model) {
        Told.Grounds grounds = grounds(model);
        return new Told.Grounds(
                grounds.verdict(),
                new Assessment(Conditions.PROGRAMMED, Assessment.Truth.TRUE, Reason.PROGRAMMED, "served"),
                null,
                grounds.facts(),
                null,
                List.of());
    }

    private static Told.Grounds grounds(String model) {
        Verdict verdict = World.with("openai").combo("c", model).verdict(Kind.COMBO, "c");
        return new Told.Grounds(
                verdict,
                ConditionFold.programmed(verdict, null, Fleet.NONE),
                null,
                AttachedKind.Facts.of(verdict.detail()),
                null,
                List.of());
    }
}
