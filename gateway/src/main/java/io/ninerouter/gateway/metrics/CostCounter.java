package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A sum of money: added up exactly, in 10⁻¹² USD; only what is exported is floating point. Thread-safe. */
final class CostCounter implements Family.Series {
    private final LongAdder picoUsd = new LongAdder();
    private final Meter meter;

    CostCounter(MeterRegistry registry, String name, Tags tags) {
        meter = FunctionCounter.builder(name, picoUsd, sum -> sum.sum() / 1e12)
                .description("List price of what was used, USD; billed=false where the account is a subscription")
                .baseUnit("usd")
                .tags(tags)
                .register(registry);
    }

    void add(long pico) {
        picoUsd.add(pico);
    }

    @Override
    public Collection<? extends Meter> meters() {
        return List.of(meter);
    }
}
