package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.telemetry.OperatorMetrics;
import io.ninerouter.operator.telemetry.OperatorMetrics.BudgetLeft;
import io.ninerouter.operator.telemetry.OperatorMetrics.ObjectCount;
import io.ninerouter.operator.telemetry.OperatorMetrics.RouterState;
import io.ninerouter.operator.telemetry.Propagation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What metrics tell of the rounds of the loop, and of the objects that it works on. Thread-safe. */
final class RoundMetrics {
    private static final List<String> TRUTHS = List.of("True", "False", "Unknown");

    /** 10⁻¹² USD a USD. */
    private static final double PICO = 1e12;

    private final OperatorMetrics metrics;
    private final ReconcilerState state;
    private final Map<ResourceID, Waiting> waiting = new ConcurrentHashMap<>();

    RoundMetrics(OperatorMetrics metrics, ReconcilerState state) {
        this.metrics = metrics;
        this.state = state;
    }

    /** One Router's round; the framework runs one of them at a time. */
    void round(ResourceID router, Telling telling, Instant now) {
        Fleet fleet = telling.fleet();
        Waiting here = waiting.computeIfAbsent(router, id -> new Waiting(new Propagation(), new Propagation()));
        long configs = telling.memory().configs().sequence();
        long credentials = telling.memory().credentials().sequence();
        boolean everybody = fleet.ready() > 0 && fleet.ready() == fleet.live().size();
        Stream.concat(
                        here
                                .configs()
                                .round(
                                        configs,
                                        telling.now(),
                                        everybody ? lowest(fleet, Fleet.Replica::configSequence) : -1,
                                        now)
                                .stream(),
                        here
                                .credentials()
                                .round(
                                        credentials,
                                        telling.now(),
                                        everybody ? lowest(fleet, Fleet.Replica::credentialSequence) : -1,
                                        now)
                                .stream())
                .forEach(metrics::propagated);
        metrics.budgets(
                router.getNamespace().orElse(""),
                router.getName(),
                telling.spending().entrySet().stream()
                        .map(entry -> new BudgetLeft(
                                entry.getKey(),
                                entry.getValue().left() / PICO,
                                entry.getValue().amount() / PICO))
                        .sorted(Comparator.comparing(BudgetLeft::caller))
                        .toList());
        String revision = telling.memory().configs().current();
        if (revision != null) {
            metrics.router(
                    router.getNamespace().orElse(""),
                    router.getName(),
                    new RouterState(revision, fleet.ready(), telling.programmed()));
        }
    }

    /** Forgets Routers that are gone. */
    void retain(Set<ResourceID> existing) {
        waiting.keySet().retainAll(existing);
        metrics.retain(existing.stream()
                .map(id -> id.getNamespace().orElse("") + "/" + id.getName())
                .collect(Collectors.toSet()));
    }

    /** What another operator publishes is its to tell. */
    void resign() {
        retain(Set.of());
    }

    /** The objects of each kind by what they say of themselves, as the caches hold them now. */
    List<ObjectCount> objects() {
        List<ObjectCount> all = new ArrayList<>();
        ObjectCaches caches = state.prepared();
        if (caches != null) {
            all.addAll(count("Router", caches.all(Router.class)));
            AttachedKind.ALL.forEach(kind -> all.addAll(count(kind.kind().word(), caches.all(kind.type()))));
        }
        return all;
    }

    private static <S extends ObjectStatus, T extends CustomResource<?, S>> List<ObjectCount> count(
            String kind, Stream<T> objects) {
        Map<String, Long> counts = objects.collect(Collectors.groupingBy(RoundMetrics::ready, Collectors.counting()));
        return TRUTHS.stream()
                .map(truth -> new ObjectCount(kind, truth, counts.getOrDefault(truth, 0L)))
                .toList();
    }

    private static <S extends ObjectStatus> String ready(CustomResource<?, S> object) {
        S status = object.getStatus();
        Stream<Condition> conditions = status == null ? Stream.empty() : status.conditions().stream();
        return conditions
                .filter(condition -> condition.type().equals(Conditions.READY))
                .map(Condition::status)
                .filter(TRUTHS::contains)
                .findFirst()
                .orElse("Unknown");
    }

    private static long lowest(Fleet fleet, Function<Fleet.Replica, Long> sequence) {
        return fleet.live().stream().map(sequence).min(Long::compare).orElse(-1L);
    }

    private record Waiting(Propagation configs, Propagation credentials) {}
}
