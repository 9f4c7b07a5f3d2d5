package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.LastValid;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.World;
import io.ninerouter.operator.discover.Known;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.workload.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TellingTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final ObjectRef ROUTER = new ObjectRef(Kind.ROUTER, World.NAMESPACE, "main");

    private static final Rollout STUCK = Rollout.blocked(Decision.no(Reason.ROLLOUT_FAILED, "no room"), 1);

    /**
     * One replica, and what else there is to say of its Router.
     *
     * @param edit the Router's spec after the replica acknowledged the one before
     * @param acknowledged the newest publication that the replica has acknowledged, of two
     */
    private record Case(
            String name,
            String edit,
            @Nullable Decision problem,
            Rollout rollout,
            long acknowledged,
            boolean onItsWay) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String VALID = "{routing: {accounts: {sessionAffinity: false}}}";

    private static final List<Case> CASES = List.of(
            new Case("nothing but the acknowledgement", VALID, null, Rollout.ELSEWHERE, 1, true),
            new Case("not even that", VALID, null, Rollout.ELSEWHERE, 2, false),
            new Case(
                    "an egress that cannot be read",
                    "{egress: {proxy: {https: 'gopher://p'}}}",
                    null,
                    Rollout.ELSEWHERE,
                    1,
                    false),
            new Case(
                    "an egress whose Secret is missing",
                    "{egress: {proxy: {https: 'http://p', secretRef: {name: gone}}}}",
                    null,
                    Rollout.ELSEWHERE,
                    1,
                    false),
            new Case(
                    "a publication that failed",
                    VALID,
                    Decision.no(Reason.CONFLICT, "the Secret is somebody else's"),
                    Rollout.ELSEWHERE,
                    1,
                    false),
            new Case("pods that cannot be made", VALID, null, STUCK, 1, false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void badNewsOfTheRouterIsNotHeldBackForAcknowledgements(Case given) {
        World world = World.with("openai");
        Compiled before = world.compile(LastValid.NONE, null);
        Compiled after = world.editRouter(given.edit())
                .combo("c", "openai/gpt-5")
                .compile(before.compilation().lastValid(), before);
        Prepared first = Prepared.of(before, null);
        RouterMemory memory = RouterMemory.EMPTY
                .published(null, first, List.of("k1"), NOW)
                .published(null, Prepared.of(after, first), List.of("k1"), NOW);
        Fleet fleet = new Fleet(
                List.of(new Fleet.Replica("gw-0", given.acknowledged(), 1, null)), Map.of(), Map.of(), null, 0);

        Telling telling = new Telling(
                after.compilation(),
                memory,
                fleet,
                given.problem(),
                given.rollout(),
                new Telling.Asked(Probes.NOTHING, Known.OfRouter.NOTHING),
                Map.of(),
                Map.of(),
                NOW);

        assertThat(telling.isOnItsWay(ROUTER)).isEqualTo(given.onItsWay());
    }
}
