package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.status.Assessment.Truth;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionMergeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.123Z");
    private static final String EARLIER = "2026-01-01T00:00:00Z";

    @Test
    void transitionTimeStaysWhileOnlyReasonAndMessageChange() {
        List<Condition> merged = merge(new Assessment("Ready", Truth.FALSE, Reason.CYCLE, "new"), 7);

        assertThat(merged).containsExactly(new Condition("Ready", "False", 7L, EARLIER, "Cycle", "new"));
    }

    @Test
    void transitionTimeMovesWhenTheStatusFlips() {
        List<Condition> merged = merge(new Assessment("Ready", Truth.TRUE, Reason.READY, "ok"), 1);

        assertThat(merged.getFirst().lastTransitionTime()).isEqualTo("2026-06-01T12:00:00Z");
    }

    @Test
    void typesThatAreNotAssessedAnyMoreGo() {
        assertThat(merge(new Assessment("Other", Truth.TRUE, Reason.READY, "ok"), 1))
                .extracting(Condition::type)
                .containsExactly("Other");
    }

    @Test
    void longMessagesAreCut() {
        List<Condition> merged = merge(new Assessment("Ready", Truth.TRUE, Reason.READY, "x".repeat(100_000)), 1);

        assertThat(merged.getFirst().message())
                .hasSize(ConditionMerge.MAX_MESSAGE)
                .endsWith("…");
    }

    @Test
    void mergingTwiceChangesNothing() {
        Assessment assessment = new Assessment("Ready", Truth.TRUE, Reason.READY, "ok");
        List<Condition> once = merge(assessment, 1);

        assertThat(ConditionMerge.merge(once, List.of(assessment), 1, NOW.plusSeconds(60)))
                .isEqualTo(once);
    }

    private static List<Condition> merge(Assessment assessment, long generation) {
        Condition before = new Condition("Ready", "False", 1L, EARLIER, "Conflict", "old");
        return ConditionMerge.merge(List.of(before), List.of(assessment), generation, NOW);
    }
}
