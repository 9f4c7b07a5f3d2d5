package io.ninerouter.gateway.routing;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Turns of one replica. Thread-safe. */
public final class TurnCounter implements Conditions.Turns {
    private final ConcurrentMap<String, AtomicLong> counters = new ConcurrentHashMap<>();

    @Override
    public long take(String group) {
        return counters.computeIfAbsent(group, none -> new AtomicLong()).getAndIncrement();
    }

    /** The same without counting: for a look at what would happen. */
    public Conditions.Turns peek() {
        return group -> {
            AtomicLong counter = counters.get(group);
            return counter == null ? 0 : counter.get();
        };
    }
}
