package io.ninerouter.operator.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.ninerouter.operator.discover.AskSchedule;
import io.ninerouter.operator.discover.Told;
import io.ninerouter.operator.kube.ApiCalls;
import io.ninerouter.operator.probe.Answer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The operator's own meters; {@code operator/README.md} names them all. Thread-safe. Those of the framework's reconciliations
 * stand beside them.
 */
public final class OperatorMetrics {
    private static final Duration[] PROPAGATION_BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
    };

    /** Callers whose budgets have series of their own. */
    private static final int MOST_BUDGETS = 500;

    private static final List<String> FRAMEWORK = List.of("reconciliations.", "custom_resources");

    private final MeterRegistry registry;
    private final Map<String, RouterState> routers = new ConcurrentHashMap<>();
    private final Map<Answer.Kind, Counter> probes = new ConcurrentHashMap<>();
    private final Map<AskSchedule.Sort, Counter> answered = new ConcurrentHashMap<>();
    private final Map<AskSchedule.Sort, Counter> unanswered = new ConcurrentHashMap<>();
    private final Timer probeDuration;
    private final Timer propagation;
    private final MultiGauge objects;
    private final MultiGauge revisions;
    private final MultiGauge replicas;
    private final MultiGauge budgets;
    private final MultiGauge amounts;
    private final Map<String, List<BudgetLeft>> left = new ConcurrentHashMap<>();

    /** Registers what is always there. */
    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Answer.Kind kind : Answer.Kind.values()) {
            probes.put(
                    kind,
                    Counter.builder("ninerouter.operator.probes")
                            .description("checks of credentials, by what came of them")
                            .tag("result", kind.word())
                            .register(registry));
        }
        for (AskSchedule.Sort sort : AskSchedule.Sort.values()) {
            answered.put(sort, questions(sort, "Answered"));
            unanswered.put(sort, questions(sort, "Unanswered"));
        }
        probeDuration = Timer.builder("ninerouter.operator.probe.duration")
                .description("how long checks of credentials take")
                .register(registry);
        propagation = Timer.builder("ninerouter.operator.propagation")
                .description("from the observed change to the acknowledgement of every ready gateway replica")
                .serviceLevelObjectives(PROPAGATION_BUCKETS)
                .register(registry);
        objects = MultiGauge.builder("ninerouter.operator.objects")
                .description("objects, by kind and by what their condition Ready says")
                .register(registry);
        revisions = MultiGauge.builder("ninerouter.operator.config.hash")
                .description("the first 48 bits of the digest of a Router's configuration, as a number")
                .register(registry);
        replicas = MultiGauge.builder("ninerouter.operator.replicas")
                .description("gateway replicas of a Router: ready ones, and those of them that serve the newest")
                .register(registry);
        budgets = MultiGauge.builder("ninerouter.operator.budget.left")
                .description("USD that the budget of an ApiKey has left in this period")
                .register(registry);
        amounts = MultiGauge.builder("ninerouter.operator.budget.amount")
                .description("USD that the budget of an ApiKey has in each period")
                .register(registry);
    }

    /** What budgets of a Router's callers have left; of too many the first in order of name. */
    public void budgets(String namespace, String name, List<BudgetLeft> of) {
        String router = namespace + "/" + name;
        List<BudgetLeft> before = of.isEmpty() ? left.remove(router) : left.put(router, List.copyOf(of));
        if (!of.equals(before == null ? List.of() : before)) {
            renewBudgets();
        }
    }

    private synchronized void renewBudgets() {
        List<BudgetLeft> told = left.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(BudgetLeft::caller))
                .limit(MOST_BUDGETS)
                .toList();
        budgets.register(rows(told, BudgetLeft::usd), true);
        amounts.register(rows(told, BudgetLeft::amount), true);
    }

    private static List<Row<Number>> rows(List<BudgetLeft> told, ToDoubleFunction<BudgetLeft> figure) {
        return told.stream()
                .map(one -> {
                    int slash = one.caller().indexOf('/');
                    Tags tags = Tags.of(
                            "namespace", one.caller().substring(0, slash),
                            "apikey", one.caller().substring(slash + 1));
                    return Row.of(tags, (Number) figure.applyAsDouble(one));
                })
                .toList();
    }

    /**
     * Forgets the gauges of the framework: those of an operator that begins anew would else go on telling of the one before,
     * which is gone. Its counters and timers count on.
     */
    public void withoutFramework() {
        registry.getMeters().stream()
                .filter(meter -> meter instanceof Gauge
                        && FRAMEWORK.stream().anyMatch(meter.getId().getName()::startsWith))
                .forEach(registry::remove);
    }

    /** Tells who leads. */
    public void leader(BooleanSupplier leading) {
        Gauge.builder("ninerouter.operator.leader", () -> leading.getAsBoolean() ? 1 : 0)
                .description("1 = this operator is the one that writes")
                .register(registry);
    }

    /** Tells what was asked of the API server. */
    public void apiCalls(ApiCalls calls) {
        for (ApiCalls.Outcome outcome : ApiCalls.Outcome.values()) {
            FunctionCounter.builder("ninerouter.operator.api.requests", calls, from -> from.count(outcome))
                    .description("requests to the API server, watches left out, by the class of the answer")
                    .tag("outcome", outcome.word())
                    .register(registry);
        }
        FunctionCounter.builder("ninerouter.operator.api.watches", calls, ApiCalls::watches)
                .description("watches opened: more than at the start are reconnects")
                .register(registry);
    }

    private Counter questions(AskSchedule.Sort sort, String result) {
        return Counter.builder("ninerouter.operator.questions")
                .description("questions to providers about accounts, by what came of them")
                .tag("about", sort.name().toLowerCase(Locale.ROOT))
                .tag("result", result)
                .register(registry);
    }

    /** Counts a question about an account. */
    public void asked(AskSchedule.Sort sort, Told told) {
        Counter counter = (told instanceof Told.Nothing ? unanswered : answered).get(sort);
        if (counter != null) {
            counter.increment();
        }
    }

    /** One check of a credential is over. */
    public void probed(Answer answer, Duration took) {
        Counter counter = probes.get(answer.kind());
        if (counter != null) {
            counter.increment();
        }
        probeDuration.record(took);
    }

    /** A publication has reached every ready replica. */
    public void propagated(Duration took) {
        propagation.record(took);
    }

    /** How a Router stands after a round. */
    public void router(String namespace, String name, RouterState state) {
        if (!state.equals(routers.put(namespace + "/" + name, state))) {
            renew();
        }
    }

    /** Forgets Routers other than these, {@code namespace/name}. */
    public void retain(Set<String> existing) {
        if (left.keySet().retainAll(existing)) {
            renewBudgets();
        }
        if (routers.keySet().retainAll(existing)) {
            renew();
        }
    }

    /** Looks at the objects now; called before a scrape. */
    public void objects(Supplier<List<ObjectCount>> counts) {
        objects.register(
                counts.get().stream()
                        .map(count -> Row.of(Tags.of("kind", count.kind(), "ready", count.ready()), count.count()))
                        .toList(),
                true);
    }

    private synchronized void renew() {
        revisions.register(
                routers.entrySet().stream()
                        .map(entry -> Row.of(
                                tags(entry.getKey()), hash(entry.getValue().revision())))
                        .toList(),
                true);
        replicas.register(
                routers.entrySet().stream()
                        .flatMap(entry -> List.of(
                                Row.of(
                                        tags(entry.getKey()).and("state", "ready"),
                                        entry.getValue().ready()),
                                Row.of(
                                        tags(entry.getKey()).and("state", "programmed"),
                                        entry.getValue().programmed()))
                                .stream())
                        .toList(),
                true);
    }

    private static Tags tags(String router) {
        int slash = router.indexOf('/');
        return Tags.of("namespace", router.substring(0, slash), "router", router.substring(slash + 1));
    }

    /** Exact in a double. */
    private static long hash(String revision) {
        return Long.parseLong(revision.substring(0, Math.min(12, revision.length())), 16);
    }

    /**
     * How a Router stands.
     *
     * @param revision digest of its configuration, hexadecimal
     * @param ready gateway replicas that are ready
     * @param programmed those of them that serve the newest
     */
    public record RouterState(String revision, int ready, int programmed) {}

    /**
     * What one budget has left.
     *
     * @param caller {@code namespace/name} of the ApiKey
     * @param usd what is left; at least 0
     * @param amount all of it, in USD
     */
    public record BudgetLeft(String caller, double usd, double amount) {}

    /**
     * So many objects.
     *
     * @param ready the status of their condition Ready
     */
    public record ObjectCount(String kind, String ready, long count) {}
}
