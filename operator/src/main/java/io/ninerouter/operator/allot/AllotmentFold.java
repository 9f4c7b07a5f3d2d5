package io.ninerouter.operator.allot;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.CallerDemand.Purse;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.operator.allot.Pod.Incarnation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parts the limits and budgets of all callers of one Router. */
public final class AllotmentFold {
    private AllotmentFold() {}

    /**
     * What is remembered between rounds. Without what processes have told, those that are gone count with all that they were
     * granted.
     *
     * @param published the allotments as they stand
     */
    public record Memory(Allotments published, Map<String, Map<Incarnation, Purse>> told) {
        /** Nothing yet. */
        public static final Memory EMPTY = new Memory(Allotments.NONE, Map.of());

        public Memory {
            told = Map.copyOf(told);
        }

        /** After a start: what an earlier operator has published. */
        public static Memory of(Allotments published) {
            return new Memory(published, Map.of());
        }
    }

    /**
     * What becomes of a round.
     *
     * @param memory to be kept once its allotments are published
     * @param spending by caller with a budget
     */
    public record Outcome(Memory memory, Map<String, Spending> spending) {
        public Outcome {
            spending = Map.copyOf(spending);
        }

        /** When a budget begins anew next; null = there is none. */
        public @Nullable Instant nextTurn() {
            return spending.values().stream()
                    .map(Spending::resetsAt)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /**
     * A round.
     *
     * @param keys all callers
     * @param pods all processes that there are
     */
    public static Outcome fold(Memory memory, List<KeyConfig> keys, List<Pod> pods, Instant now) {
        List<KeyConfig> bounded = keys.stream()
                .filter(key -> key.limits() != null || key.budget() != null)
                .toList();
        if (bounded.isEmpty()) {
            return new Outcome(Memory.EMPTY, Map.of());
        }
        Allotments before = memory.published();
        List<Pod> live = pods.stream()
                .filter(Pod::live)
                .sorted(Comparator.comparing(Pod::name))
                .toList();
        Map<String, Grants> granted =
                before.budgets().stream().collect(Collectors.toMap(Grants::caller, one -> one, (one, _) -> one));
        List<Grants> budgets = new ArrayList<>();
        Map<String, Map<Incarnation, Purse>> told = new HashMap<>();
        Map<String, Spending> spending = new HashMap<>();
        for (KeyConfig key : bounded) {
            KeyBudget budget = key.budget();
            if (budget != null) {
                BudgetFold.Outcome outcome = BudgetFold.fold(
                        key.caller(),
                        budget,
                        granted.get(key.caller()),
                        memory.told().getOrDefault(key.caller(), Map.of()),
                        pods,
                        budget.startOf(now).toEpochMilli());
                if (!outcome.told().isEmpty()) {
                    told.put(key.caller(), outcome.told());
                }
                Grants grants = outcome.grants();
                if (isWorthKeeping(grants) && budgets.size() < Allotments.MAX_BUDGETS) {
                    budgets.add(grants);
                }
                spending.put(
                        key.caller(),
                        new Spending(budget.picoUsd(), outcome.spent(), grants.paused(), budget.endOf(now)));
            }
        }
        Allotments next = new Allotments(
                live.stream().map(Pod::name).toList(), new ShareFold(before, live).fold(bounded), budgets);
        return new Outcome(new Memory(next, told), spending);
    }

    private static boolean isWorthKeeping(Grants grants) {
        return !Objects.equals(grants, new Grants(grants.caller(), grants.period(), 0, 0, false, List.of()));
    }
}
