package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Meters by a key of few values: registered when first needed, then found by one look-up. Thread-safe. */
final class Family<K, M extends Family.Series> {
    private final ConcurrentMap<K, M> members = new ConcurrentHashMap<>();
    private final Function<K, M> register;

    Family(Function<K, M> register) {
        this.register = register;
    }

    M of(K key) {
        M known = members.get(key);
        return known != null ? known : members.computeIfAbsent(key, register);
    }

    /** What is not kept is no longer exported. */
    void retain(Predicate<K> still, MeterRegistry registry) {
        members.entrySet().removeIf(member -> {
            boolean gone = !still.test(member.getKey());
            if (gone) {
                member.getValue().meters().forEach(registry::remove);
            }
            return gone;
        });
    }

    /** Meters of one key. */
    interface Series {
        Collection<? extends Meter> meters();
    }
}
