package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.ninerouter.gateway.chat.Usage;
import java.util.Collection;
import java.util.List;

/**
 * Tokens, each counted once: {@code input} (which no cache held), {@code cache_read}, {@code cache_write} and {@code output} add
 * up to all; {@code reasoning} is a part of {@code output} and therefore has a name of its own.
 */
record TokenCounters(Counter input, Counter cacheRead, Counter cacheWrite, Counter output, Counter reasoning)
        implements Family.Series {

    static TokenCounters register(MeterRegistry registry, String prefix, Tags tags) {
        String what = "Tokens, each counted once";
        return new TokenCounters(
                counter(registry, prefix + ".tokens", what, tags.and("type", "input")),
                counter(registry, prefix + ".tokens", what, tags.and("type", "cache_read")),
                counter(registry, prefix + ".tokens", what, tags.and("type", "cache_write")),
                counter(registry, prefix + ".tokens", what, tags.and("type", "output")),
                counter(registry, prefix + ".reasoning.tokens", "Those output tokens that were reasoning", tags));
    }

    private static Counter counter(MeterRegistry registry, String name, String what, Tags tags) {
        return Counter.builder(name).description(what).tags(tags).register(registry);
    }

    void count(Usage usage) {
        add(input, usage.input());
        add(cacheRead, usage.cacheRead());
        add(cacheWrite, usage.cacheWrite());
        add(output, usage.output());
        add(reasoning, usage.reasoning());
    }

    private static void add(Counter counter, long tokens) {
        if (tokens > 0) {
            counter.increment((double) tokens);
        }
    }

    @Override
    public Collection<? extends Meter> meters() {
        return List.of(input, cacheRead, cacheWrite, output, reasoning);
    }
}
