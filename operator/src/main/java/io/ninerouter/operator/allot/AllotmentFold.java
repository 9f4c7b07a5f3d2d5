package io.ninerouter.operator.allot;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.CallerDemand.Purse;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.operator.allot.Pod.Incarnation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts the limits and budgets of all callers of one Router. */
public final class AllotmentFold {
    private AllotmentFold() {}

    /**
     * A process whose report is not there any more, and that has not ended, is waited for this long: somebody has deleted the
     * report, and it is written again. What it has spent must not count twice. A round that comes later than this after the one
     * before does not know whether it was there in between, and begins to wait anew.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    /** While a process is waited for there is a round at least this often. */
    private static final Duration LOOK = PATIENCE.dividedBy(2);

    /**
     * What is remembered between rounds. Without what processes have told, those that are gone count with all that they were
     * granted.
     *
     * @param published the allotments as they stand
     * @param told what processes have told last, by caller
     * @param missed processes that are waited for, and since when
     * @param ended those that have reports and tell no more: once the allotments are published, nobody needs the reports
     * @param at when the round was; null = there was none
     */
    public record Memory(
            Allotments published,
            Map<String, Map<Incarnation, Purse>> told,
            Map<Incarnation, Instant> missed,
            Set<Incarnation> ended,
            @Nullable Instant at) {
        /** Nothing yet. */
        public static final Memory EMPTY = of(Allotments.NONE);

        public Memory {
            told = Map.copyOf(told);
            missed = Map.copyOf(missed);
            ended = Set.copyOf(ended);
        }

        /** After a start: what an earlier operator has published. */
        public static Memory of(Allotments published) {
            return new Memory(published, Map.of(), Map.of(), Set.of(), null);
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

        /** When the next round is due by itself: a budget begins anew, or a process is waited for; null = never. */
        public @Nullable Instant nextTurn() {
            Instant at = memory.at();
            Instant look = at == null || memory.missed().isEmpty() ? null : at.plus(LOOK);
            Stream<Instant> missed = memory.missed().values().stream().map(since -> since.plus(PATIENCE));
            Stream<Instant> turns = spending.values().stream().map(Spending::resetsAt);
            return Stream.of(turns, missed, Stream.ofNullable(look))
                    .flatMap(moments -> moments)
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
        Set<Incarnation> ended =
                pods.stream().filter(Pod::ended).map(Pod::process).collect(Collectors.toSet());
        if (bounded.isEmpty()) {
            return new Outcome(new Memory(Allotments.NONE, Map.of(), Map.of(), ended, now), Map.of());
        }
        Allotments before = memory.published();
        Map<Incarnation, Instant> missed = missed(memory, pods, now);
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
                Instant moment = moment(key.caller(), budget, granted.get(key.caller()), live, now);
                BudgetFold.Outcome outcome = BudgetFold.fold(
                        key.caller(),
                        budget,
                        granted.get(key.caller()),
                        memory.told().getOrDefault(key.caller(), Map.of()),
                        new BudgetFold.Processes(pods, missed.keySet()),
                        budget.startOf(moment).toEpochMilli());
                if (!outcome.told().isEmpty()) {
                    told.put(key.caller(), outcome.told());
                }
                Grants grants = outcome.grants();
                boolean unheard = live.stream().anyMatch(pod -> pod.waitsBefore(key.caller(), grants.period()));
                if ((isWorthKeeping(grants) || unheard) && budgets.size() < Allotments.MAX_BUDGETS) {
                    budgets.add(grants);
                }
                spending.put(
                        key.caller(),
                        new Spending(budget.picoUsd(), outcome.spent(), grants.paused(), budget.endOf(moment)));
            }
        }
        Allotments next = new Allotments(
                live.stream().map(Pod::name).toList(), new ShareFold(before, live).fold(bounded), budgets);
        return new Outcome(new Memory(next, told, missed, ended, now), spending);
    }

    /**
     * In which period a budget is: the next one as soon as it has begun by the clock of a pod that asks for it, and from then
     * on for all.
     */
    private static Instant moment(
            String caller, KeyBudget budget, @Nullable Grants granted, List<Pod> live, Instant now) {
        Instant next = budget.endOf(now);
        long period = next.toEpochMilli();
        boolean begun = (granted != null && granted.period() == period)
                || live.stream().anyMatch(pod -> pod.purse(caller, period) != null);
        return begun && budget.mayHaveBegun(period, now) ? next : now;
    }

    /** Not those in whose place another process has begun. */
    private static Map<Incarnation, Instant> missed(Memory memory, List<Pod> pods, Instant now) {
        Set<String> there = pods.stream().map(Pod::name).collect(Collectors.toSet());
        Instant last = memory.at();
        boolean watched = last == null || !now.isAfter(last.plus(PATIENCE));
        Map<Incarnation, Instant> before = watched ? memory.missed() : Map.of();
        Stream<Incarnation> granted = memory.published().budgets().stream()
                .flatMap(grants -> grants.grants().stream())
                .filter(grant -> grant.ended() == null)
                .map(grant -> new Incarnation(grant.replica(), grant.since()));
        return Stream.concat(granted, memory.told().values().stream().flatMap(purses -> purses.keySet().stream()))
                .distinct()
                .filter(process -> !there.contains(process.name()))
                .filter(process -> !memory.ended().contains(process))
                .filter(process ->
                        now.isBefore(before.getOrDefault(process, now).plus(PATIENCE)))
                .collect(Collectors.toMap(process -> process, process -> before.getOrDefault(process, now)));
    }

    private static boolean isWorthKeeping(Grants grants) {
        return !Objects.equals(grants, new Grants(grants.caller(), grants.period(), 0, 0, false, List.of()));
    }
}
