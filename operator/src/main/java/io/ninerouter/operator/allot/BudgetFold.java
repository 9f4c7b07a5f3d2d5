package io.ninerouter.operator.allot;

import io.ninerouter.config.Allotments.Grant;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.CallerDemand.Purse;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.operator.allot.Pod.Incarnation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hands out one budget in one period. What is handed out, and not given back, and what replicas that are gone have spent,
 * never is more than the budget; slices shrink with what is left. A replica that has ended has spent what it told last; where
 * that is not known, all that it was granted. What it has spent in the end is told with its grant before its report is deleted,
 * and settled when that is gone: so whichever operator goes on, and from wherever, counts it once.
 */
final class BudgetFold {
    private final KeyBudget budget;
    private final Grants before;
    private final Processes processes;
    private final Map<Incarnation, Purse> purses = new HashMap<>();
    private final Map<Incarnation, Long> granted =
            new TreeMap<>(Comparator.comparing(Incarnation::name).thenComparingLong(Incarnation::since));
    private final Map<Incarnation, Long> ended = new HashMap<>();
    private long settled;
    private long pool;
    private long lacking;

    private BudgetFold(KeyBudget budget, Grants before, Processes processes) {
        this.budget = budget;
        this.before = before;
        this.processes = processes;
    }

    /**
     * A round.
     *
     * @param grants how much was handed out before; null or of another period = nothing
     * @param told what processes have told last
     * @param processes all that there are, and those that are waited for
     * @param period that is now
     */
    static Outcome fold(
            String caller,
            KeyBudget budget,
            @Nullable Grants grants,
            Map<Incarnation, Purse> told,
            Processes processes,
            long period) {
        Grants before = grants != null && grants.period() == period
                ? grants
                : new Grants(caller, period, 0, 0, false, List.of());
        BudgetFold fold = new BudgetFold(budget, before, processes);
        fold.settle(told);
        fold.handOut();
        return fold.outcome();
    }

    /**
     * What becomes of it.
     *
     * @param grants as they are to be published
     * @param told what processes have told last
     * @param spent what all have spent
     */
    record Outcome(Grants grants, Map<Incarnation, Purse> told, long spent) {}

    /**
     * Who may have something of a budget.
     *
     * @param pods those that have a report
     * @param missed those whose report is not there, and is expected to come back
     */
    record Processes(List<Pod> pods, Set<Incarnation> missed) {}

    private void settle(Map<Incarnation, Purse> told) {
        Map<Incarnation, Pod> there =
                processes.pods().stream().collect(Collectors.toMap(Pod::process, pod -> pod, (one, _) -> one));
        Predicate<Incarnation> counted =
                process -> there.containsKey(process) || processes.missed().contains(process);
        settled = before.settled();
        Map<Incarnation, Purse> last = new HashMap<>(told);
        last.values().removeIf(purse -> purse.period() != before.period());
        for (Grant grant : before.grants()) {
            Incarnation process = new Incarnation(grant.replica(), grant.since());
            Purse purse = counted.test(process) ? null : last.remove(process);
            Long spent = grant.ended();
            if (counted.test(process)) {
                granted.put(process, grant.granted());
            } else if (spent != null) {
                settled = plus(settled, spent);
            } else {
                settled = plus(settled, purse == null ? grant.granted() : purse.used());
            }
        }
        last.forEach((process, purse) -> {
            if (counted.test(process)) {
                purses.put(process, purse);
            } else {
                settled = plus(settled, purse.used());
            }
        });
        there.forEach(this::hear);
        pool = budget.picoUsd() - settled;
        granted.keySet().forEach(process -> pool -= committed(process));
    }

    private void hear(Incarnation process, Pod pod) {
        Purse purse = pod.purse(before.caller(), before.period());
        if (purse != null) {
            purses.put(process, purse);
            granted.putIfAbsent(process, 0L);
        }
        Long grant = granted.get(process);
        if (pod.ended() && grant != null) {
            Purse last = purses.get(process);
            ended.put(process, last == null ? grant : last.used());
        }
    }

    /** First to those for whom somebody waits, the smallest wish first; then to those that will need it soon. */
    private void handOut() {
        List<Incarnation> asking = purses.keySet().stream()
                .filter(process ->
                        !ended.containsKey(process) && !processes.missed().contains(process))
                .sorted(Comparator.comparingLong(
                                (Incarnation process) -> purse(process).urgent())
                        .thenComparing(Incarnation::name)
                        .thenComparingLong(Incarnation::since))
                .toList();
        long unserved = 0;
        for (Incarnation process : asking) {
            long need = purse(process).urgent() == 0 ? 0 : purse(process).urgent() - Math.max(0, free(process));
            if (need > 0 && need <= pool) {
                give(process, need);
            } else if (need > 0) {
                unserved = unserved == 0
                        ? purse(process).urgent()
                        : Math.min(unserved, purse(process).urgent());
            }
        }
        unserved = isTelling(unserved) ? unserved : 0;
        long earlier = before.lacking() > Math.max(0, pool) ? before.lacking() : 0;
        lacking = earlier == 0 || unserved == 0 ? Math.max(earlier, unserved) : Math.min(earlier, unserved);
        if (lacking == 0) {
            for (Incarnation process : asking) {
                Purse purse = purse(process);
                if (free(process) < purse.wanted() / 2) {
                    long most = pool / (2L * asking.size());
                    give(process, Math.min(purse.wanted() - Math.max(0, free(process)), most));
                }
            }
        }
    }

    /** One request that asks for a great part of the budget says nothing of those that ask for little. */
    private boolean isTelling(long unserved) {
        return unserved <= budget.picoUsd() / 4 || budget.picoUsd() - spent() < budget.picoUsd() / 100;
    }

    private long spent() {
        long running = purses.entrySet().stream()
                .filter(entry -> !ended.containsKey(entry.getKey()))
                .mapToLong(entry -> entry.getValue().spent())
                .reduce(settled, BudgetFold::plus);
        return ended.values().stream().reduce(running, BudgetFold::plus);
    }

    private void give(Incarnation process, long amount) {
        if (amount > 0) {
            pool -= amount;
            granted.put(process, purse(process).returned() + committed(process) + amount);
        }
    }

    private Outcome outcome() {
        long spent = spent();
        boolean paused = lacking > 0 && budget.picoUsd() - spent < lacking;
        List<Grant> grants = granted.entrySet().stream()
                .map(entry -> new Grant(
                        entry.getKey().name(), entry.getKey().since(), entry.getValue(), ended.get(entry.getKey())))
                .toList();
        return new Outcome(
                new Grants(before.caller(), before.period(), settled, lacking, paused, grants), purses, spent);
    }

    /** What a process was granted and has not given back, or has used beyond that. */
    private long committed(Incarnation process) {
        Long spent = ended.get(process);
        if (spent != null) {
            return spent;
        }
        long grant = granted.getOrDefault(process, 0L);
        Purse purse = purses.get(process);
        return purse == null ? grant : Math.max(grant - purse.returned(), purse.used());
    }

    private long free(Incarnation process) {
        Purse purse = purse(process);
        return granted.getOrDefault(process, 0L) - purse.returned() - purse.used();
    }

    private Purse purse(Incarnation process) {
        Purse purse = purses.get(process);
        if (purse == null) {
            throw new IllegalArgumentException(process + ": tells nothing (expected: one that has a purse)");
        }
        return purse;
    }

    private static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
