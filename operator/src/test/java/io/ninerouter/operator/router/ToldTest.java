package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.LastValid;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.compile.World;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.ConditionFold;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.status.FragmentTracker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    private static final String KEY_THAT_ENDS = "{secretRef: {name: s1}, expiresAt: '2026-01-01T00:02:00Z'}";

    private final Told told = new Told();

    @Test
    void theSameGroundsAreToldOnce() {
        told.begin(Set.of(REF), Fleet.NONE, NOW);

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isFalse();
        assertThat(told.isNews(REF, grounds("openai/o3"))).isTrue();
    }

    @Test
    void whatWasNotWrittenIsToldAgain() {
        told.begin(Set.of(REF), Fleet.NONE, NOW);
        told.isNews(REF, grounds("openai/gpt-5"));

        told.forget(REF);

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    @Test
    void everythingIsLookedAtOnceAMinute() {
        told.begin(Set.of(REF), Fleet.NONE, NOW);
        told.isNews(REF, grounds("openai/gpt-5"));

        told.begin(Set.of(REF), Fleet.NONE, NOW.plusSeconds(60));
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isFalse();

        told.begin(Set.of(REF), Fleet.NONE, NOW.plusSeconds(61));
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    @Test
    void anObjectThatComesBackIsNews() {
        told.begin(Set.of(REF), Fleet.NONE, NOW);
        told.isNews(REF, grounds("openai/gpt-5"));

        told.begin(Set.of(), Fleet.NONE, NOW.plusSeconds(1));
        told.begin(Set.of(REF), Fleet.NONE, NOW.plusSeconds(2));

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    /** Of objects that are edited, replicas that come, go and fall behind, budgets and refusals. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatStandsWouldBeToldOnTheSameGrounds(long seed) {
        Random random = new Random(seed);
        World world = World.with("openai");
        for (int i = 0; i < 4; i++) {
            world.combo("c" + i, "openai/gpt-5").alias("a" + i, "openai/o3");
            world.secret("s" + i, "api-key", "sk-" + i).key("k" + i, "{secretRef: {name: s" + i + "}}");
        }
        Compiled compiled = null;
        FragmentTracker tracker = FragmentTracker.EMPTY;
        Map<ObjectRef, Told.Grounds> last = new HashMap<>();
        int stood = 0;
        for (int sequence = 1; sequence < 300; sequence++) {
            if (random.nextInt(3) == 0) {
                world.edit(
                        Kind.COMBO, "c" + random.nextInt(4), "{models: [{model: openai/m" + random.nextInt(9) + "}]}");
                world.edit(
                        Kind.KEY,
                        "k" + random.nextInt(4),
                        random.nextInt(9) == 0 ? KEY_THAT_ENDS : "{secretRef: {name: s1}}");
            }
            compiled = world.compile(LastValid.NONE, compiled);
            Map<ObjectRef, Verdict> verdicts = compiled.compilation().verdicts();
            tracker = tracker.advance(verdicts, sequence, 1, NOW);
            Fleet fleet = fleet(random, sequence);
            Set<String> refused = random.nextInt(5) == 0 ? Set.of("openai") : Set.of();
            Instant now = NOW.plusSeconds(sequence);
            told.begin(verdicts.keySet(), fleet, now);
            for (Verdict verdict : verdicts.values()) {
                Spending spending = verdict.ref().kind() == Kind.KEY && random.nextInt(9) == 0
                        ? new Spending(5, random.nextInt(5), false, NOW)
                        : null;
                Told.Grounds grounds = new Told.Grounds(
                        verdict,
                        ConditionFold.programmed(verdict, tracker.find(verdict.ref()), fleet),
                        null,
                        new AttachedKind.Facts(
                                verdict.detail(),
                                List.of(),
                                List.of(),
                                verdict.ref().kind() == Kind.COMBO ? refused : Set.of(),
                                Probed.NOTHING,
                                List.of(),
                                spending,
                                null),
                        ConditionFold.switchedOff(verdict.detail(), now));
                if (told.stands(verdict, refused, spending)) {
                    stood++;
                    assertThat(grounds).as("step %s", sequence).isEqualTo(last.get(verdict.ref()));
                } else {
                    told.isNews(verdict.ref(), grounds);
                    last.put(verdict.ref(), grounds);
                }
            }
        }
        assertThat(stood).isGreaterThan(300);
    }

    /** At most three replicas, some of them behind, some silent. */
    private static Fleet fleet(Random random, int sequence) {
        List<Fleet.Replica> live = new ArrayList<>();
        for (int i = random.nextInt(10) == 0 ? 3 : 1; i < 3; i++) {
            live.add(
                    new Fleet.Replica("gw-" + i, sequence - (random.nextInt(6) == 0 ? random.nextInt(3) : 0), 1, null));
        }
        return new Fleet(live, Map.of(), Map.of(), null, random.nextInt(9) == 0 ? 1 : 0);
    }

    private static Told.Grounds grounds(String model) {
        Verdict verdict = World.with("openai").combo("c", model).verdict(Kind.COMBO, "c");
        return new Told.Grounds(
                verdict,
                ConditionFold.programmed(verdict, null, Fleet.NONE),
                null,
                AttachedKind.Facts.of(verdict.detail()),
                null);
    }
}
