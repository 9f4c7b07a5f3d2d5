package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.Fragment;
import io.ninerouter.operator.compile.ModelEnd;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment.Truth;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What conditions say of models that end soon. */
class EndingModelsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Fragment PART = Fragment.of("x");
    private static final Fleet SERVING =
            new Fleet(List.of(new Fleet.Replica("gw-0", 1, 1, null)), Map.of(), Map.of(), null, 0);
    private static final ModelEnd FIRST = new ModelEnd("openai/m1", LocalDate.parse("2026-12-20"));
    private static final ModelEnd SECOND = new ModelEnd("m2", LocalDate.parse("2026-12-25"));

    @Test
    void theyAreToldAndServe() {
        String told = "not served any more by the provider: openai/m1 from 2026-12-20, m2 from 2026-12-25"
                + " (expected: another model by then)";

        assertThat(assess(Decision.RESOLVED, List.of(FIRST, SECOND)))
                .contains(
                        new Assessment(Conditions.RESOLVED_REFS, Truth.TRUE, Reason.MODEL_ENDS_SOON, told),
                        new Assessment(
                                Conditions.READY, Truth.TRUE, Reason.READY, "the next request is served so; " + told));
    }

    @Test
    void ofManyTheSoonestAreNamed() {
        assertThat(assess(Decision.RESOLVED, Collections.nCopies(10, FIRST)))
                .filteredOn(condition -> condition.type().equals(Conditions.RESOLVED_REFS))
                .singleElement()
                .extracting(Assessment::message)
                .asString()
                .contains("2026-12-20, and 2 more (");
    }

    @Test
    void whatLeadsNowhereComesFirst() {
        Decision missing = Decision.no(Reason.MODEL_NOT_FOUND, "models[0]: b");

        assertThat(assess(missing, List.of(FIRST)))
                .contains(Assessment.of(Conditions.RESOLVED_REFS, missing))
                .noneMatch(condition -> condition.reason() == Reason.MODEL_ENDS_SOON);
    }

    private static List<Assessment> assess(Decision resolved, List<ModelEnd> ending) {
        Verdict combo = new Verdict(
                new ObjectRef(Kind.COMBO, "ai", "a"), 1, Decision.ACCEPTED, resolved, PART, Verdict.Detail.NONE);
        ConditionFold.Beside beside = new ConditionFold.Beside(null, null, ending);
        return ConditionFold.assess(combo, new Tracked(PART, 1, 1, null), SERVING, Probed.NOTHING, beside, NOW);
    }
}
