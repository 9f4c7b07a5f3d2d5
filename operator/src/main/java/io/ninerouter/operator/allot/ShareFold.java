package io.ninerouter.operator.allot;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Shares;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.KeyLimits;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whose limits are not parted evenly, and how. They are parted anew when somebody has too little and could have more, not
 * whenever demand moves a little.
 */
final class ShareFold {
    /** Of its part, from which on a replica is short of it. */
    private static final double SHORT = 0.8;

    /** How much more it would have to get to be worth a word. */
    private static final double WORTH = 1.1;

    private final Map<String, Shares> before;
    private final List<Pod> pods;

    /** @param pods those that are live, in order of name */
    ShareFold(Allotments before, List<Pod> pods) {
        this.pods = pods;
        boolean known = before.replicas().equals(pods.stream().map(Pod::name).toList());
        this.before = known
                ? before.shares().stream().collect(Collectors.toMap(Shares::caller, one -> one, (one, _) -> one))
                : Map.of();
    }

    /** The shares of those callers that need some of their own, in order of caller. */
    List<Shares> fold(List<KeyConfig> keys) {
        if (pods.size() < 2) {
            return List.of();
        }
        return keys.stream()
                .map(this::of)
                .filter(shares -> !shares.equals(new Shares(shares.caller(), List.of(), List.of(), List.of())))
                .sorted(Comparator.comparingLong((Shares shares) -> -wanted(shares.caller())))
                .limit(Allotments.MAX_FIGURES / (3L * pods.size()))
                .sorted(Comparator.comparing(Shares::caller))
                .toList();
    }

    private Shares of(KeyConfig key) {
        String caller = key.caller();
        KeyLimits limits = key.limits();
        Shares shares = before.get(caller);
        if (limits == null) {
            return new Shares(caller, List.of(), List.of(), List.of());
        }
        return new Shares(
                caller,
                rates(
                        limits.requestsPerMinute(),
                        demands(caller, CallerDemand::requests),
                        shares == null ? List.of() : shares.requests()),
                rates(
                        limits.tokensPerMinute(),
                        demands(caller, CallerDemand::tokens),
                        shares == null ? List.of() : shares.tokens()),
                places(
                        limits.concurrentRequests(),
                        places(caller, CallerDemand::concurrent),
                        shares == null ? List.of() : shares.concurrent()));
    }

    private List<Integer> rates(@Nullable Long limit, List<Long> demands, List<Integer> present) {
        if (limit == null) {
            return List.of();
        }
        List<Integer> even = ShareSplit.evenRates(pods.size());
        boolean plenty = IntStream.range(0, pods.size())
                .allMatch(i -> demands.get(i) < SHORT / 2 * even.get(i) / Allotments.WHOLE * limit);
        if (plenty) {
            return List.of();
        }
        List<Integer> parts = present.size() == pods.size() ? present : even;
        List<Integer> better = ShareSplit.rates(limit, demands);
        boolean isShort = IntStream.range(0, pods.size())
                .anyMatch(i -> demands.get(i) > SHORT * parts.get(i) / Allotments.WHOLE * limit
                        && better.get(i) > WORTH * parts.get(i));
        return isShort ? better : present;
    }

    private List<Integer> places(@Nullable Integer limit, List<Integer> demands, List<Integer> present) {
        if (limit == null || demands.stream().allMatch(demand -> demand == 0)) {
            return List.of();
        }
        boolean kept = present.size() == pods.size()
                && present.stream().mapToInt(Integer::intValue).sum() == limit;
        List<Integer> parts = kept ? present : ShareSplit.evenPlaces(limit, pods.size());
        List<Integer> better = ShareSplit.places(limit, demands);
        boolean isShort = IntStream.range(0, pods.size())
                .anyMatch(i -> demands.get(i) > parts.get(i) && better.get(i) > parts.get(i));
        return isShort ? better : kept ? present : List.of();
    }

    private List<Long> demands(String caller, ToLongFunction<CallerDemand> what) {
        return pods.stream()
                .map(pod -> pod.demand(caller))
                .map(demand -> demand == null ? 0 : what.applyAsLong(demand))
                .toList();
    }

    private List<Integer> places(String caller, ToIntFunction<CallerDemand> what) {
        return pods.stream()
                .map(pod -> pod.demand(caller))
                .map(demand -> demand == null ? 0 : what.applyAsInt(demand))
                .toList();
    }

    private long wanted(String caller) {
        return demands(caller, demand -> demand.requests() + demand.concurrent()).stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
