package io.ninerouter.quickstart.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * What a budget has spent and what the book says that its caller was billed are two sums of the same answers, made apart. Both
 * agree when a period ends, to the last trillionth, after drains, kills, restarts of containers, deleted reports and operators
 * that are replaced: but for what was set aside for requests that died with their process, which counts as spent and was never
 * billed. Not among these histories: an operator that is replaced between the last word of a container and the first sight of
 * the next, and caches of one operator that lag behind each other.
 */
class BudgetAgainstLedgerTest {
    private static final int STEPS = 500;

    @Test
    void theHistoriesSpendMoneyAndKillPodsThatHaveSome() {
        long booked = 0;
        int died = 0;
        for (int seed = 1; seed <= 20; seed++) {
            LedgerModel world = history(seed);
            booked += LedgerModel.CALLERS.stream().mapToLong(world::booked).sum();
            died += LedgerModel.CALLERS.stream().anyMatch(caller -> world.died(caller) != 0) ? 1 : 0;
        }
        assertThat(booked).isPositive();
        assertThat(died).as("of 20").isPositive();
    }

    @RepeatedTest(200)
    void aBudgetHasSpentWhatTheBookSaysThatItsCallerWasBilled(RepetitionInfo info) {
        LedgerModel world = history(info.getCurrentRepetition());

        for (String caller : LedgerModel.CALLERS) {
            assertThat(world.spending(caller).spent())
                    .as("spent of the budget of %s, of which %s died with its process", caller, world.died(caller))
                    .isEqualTo(world.booked(caller) + world.died(caller));
        }
        assertThat(world.reports()).as("reports that are left").isEmpty();
    }

    private static LedgerModel history(int seed) {
        LedgerModel world = new LedgerModel(seed);
        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        world.end();
        return world;
    }
}
