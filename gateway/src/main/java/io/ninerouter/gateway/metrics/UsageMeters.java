package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.usage.AttemptRecord.Spent;
import io.ninerouter.gateway.usage.Cost;
import java.util.Collection;
import java.util.List;

/** Tokens and cost, by model and by caller. Thread-safe. */
final class UsageMeters {
    /** Callers that have series of their own. */
    static final int MOST_CALLERS = 500;

    private final MeterRegistry registry;
    private final LabelCap callers = new LabelCap(MOST_CALLERS);
    private final Family<ModelKey, Sizes> sizes;
    private final Family<Basis, TokenCounters> tokens;
    private final Family<Billing, CostCounter> costs;
    private final Family<ModelKey, Count> unpriced;
    private final Family<String, TokenCounters> callerTokens;
    private final Family<CallerBilling, CostCounter> callerCosts;

    UsageMeters(MeterRegistry registry) {
        this.registry = registry;
        sizes = new Family<>(key -> new Sizes(
                Names.tokens(registry, key.tags().and("gen_ai.token.type", "input")),
                Names.tokens(registry, key.tags().and("gen_ai.token.type", "output"))));
        tokens = new Family<>(key -> TokenCounters.register(
                registry, "ninerouter", key.model().tags().and("basis", key.estimated() ? "estimated" : "reported")));
        costs = new Family<>(key -> new CostCounter(
                registry, "ninerouter.cost", key.model().tags().and("billed", String.valueOf(key.billed()))));
        unpriced = new Family<>(key -> new Count(Counter.builder("ninerouter.unpriced")
                .description("Attempts that used something whose price is not known")
                .tags(key.tags())
                .register(registry)));
        callerTokens = new Family<>(
                caller -> TokenCounters.register(registry, "ninerouter.caller", Tags.of("caller", caller)));
        callerCosts = new Family<>(key -> new CostCounter(
                registry,
                "ninerouter.caller.cost",
                Tags.of("caller", key.caller(), "billed", String.valueOf(key.billed()))));
    }

    void count(ModelKey model, String asker, Spent spent) {
        Usage usage = spent.usage();
        if (usage == null) {
            return;
        }
        Sizes size = sizes.of(model);
        size.input().record((double) usage.prompt());
        size.output().record((double) usage.output());
        tokens.of(new Basis(model, spent.estimated())).count(usage);
        String caller = callers.of(asker);
        callerTokens.of(caller).count(usage);
        Cost cost = spent.cost();
        if (spent.unpriced()) {
            unpriced.of(model).counter().increment();
        }
        if (cost != null) {
            costs.of(new Billing(model, cost.billed())).add(cost.picoUsd());
            callerCosts.of(new CallerBilling(caller, cost.billed())).add(cost.picoUsd());
        }
    }

    /** Providers, models and callers come and go: what no configuration names any more must not be exported for ever. */
    void configured(Snapshot snapshot) {
        sizes.retain(key -> key.isNamed(snapshot), registry);
        tokens.retain(key -> key.model().isNamed(snapshot), registry);
        costs.retain(key -> key.model().isNamed(snapshot), registry);
        unpriced.retain(key -> key.isNamed(snapshot), registry);
        callers.retain(snapshot::hasCaller);
        callerTokens.retain(caller -> caller.equals(LabelCap.OTHER) || snapshot.hasCaller(caller), registry);
        callerCosts.retain(key -> key.caller().equals(LabelCap.OTHER) || snapshot.hasCaller(key.caller()), registry);
    }

    private record Basis(ModelKey model, boolean estimated) {}

    private record Billing(ModelKey model, boolean billed) {}

    private record CallerBilling(String caller, boolean billed) {}

    private record Sizes(DistributionSummary input, DistributionSummary output) implements Family.Series {
        @Override
        public Collection<? extends Meter> meters() {
            return List.of(input, output);
        }
    }

    private record Count(Counter counter) implements Family.Series {
        @Override
        public Collection<? extends Meter> meters() {
            return List.of(counter);
        }
    }
}
