package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.operator.allot.AllotmentFold;
import io.ninerouter.operator.allot.AllotmentFold.Memory;
import io.ninerouter.operator.allot.Pod;
import io.ninerouter.operator.status.Fleet;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Parts what callers may do among the gateways of each Router, round by round. What is remembered counts more than the cache,
 * which may lag behind the last write; after a start the published allotments count. Thread-safe; one Router is reconciled by
 * one thread at a time.
 */
final class Bounds {
    private final Map<ResourceID, Memory> memories = new ConcurrentHashMap<>();

    /** A round; what it yields is to be {@link #keep kept} once it is published. */
    AllotmentFold.Outcome round(
            ResourceID router,
            Publisher publisher,
            List<KeyConfig> keys,
            List<Fleet.Reported> reports,
            Fleet fleet,
            Instant now) {
        Memory memory = memories.computeIfAbsent(router, _ -> Memory.of(publisher.allotments()));
        Set<String> live = fleet.live().stream().map(Fleet.Replica::name).collect(Collectors.toSet());
        List<Pod> pods = reports.stream()
                .map(one -> Pod.of(
                        one.name(),
                        since(one.report().startedAt()),
                        live.contains(one.name()),
                        one.report().demands()))
                .toList();
        return AllotmentFold.fold(memory, keys, pods, now);
    }

    /** What was published. */
    void keep(ResourceID router, AllotmentFold.Outcome outcome) {
        memories.put(router, outcome.memory());
    }

    /** Forgets Routers that are gone. */
    void retain(Set<ResourceID> existing) {
        memories.keySet().retainAll(existing);
    }

    private static long since(String startedAt) {
        try {
            return OffsetDateTime.parse(startedAt).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            // Of a process that says nothing of its beginning there is only one.
            return 0;
        }
    }
}
