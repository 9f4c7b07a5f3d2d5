package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.allot.AllotmentFold;
import io.ninerouter.operator.allot.AllotmentFold.Memory;
import io.ninerouter.operator.allot.Pod;
import io.ninerouter.operator.allot.Pod.Incarnation;
import io.ninerouter.operator.status.Fleet;
import java.time.Instant;
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
            Router router,
            Publisher publisher,
            List<KeyConfig> keys,
            List<GatewayReplica> replicas,
            Fleet fleet,
            Instant now) {
        Memory memory =
                memories.computeIfAbsent(ResourceID.fromResource(router), _ -> Memory.of(publisher.allotments()));
        Set<String> live = fleet.live().stream().map(Fleet.Replica::name).collect(Collectors.toSet());
        Set<String> ended = Replicas.ended(replicas.stream(), now);
        List<Pod> pods = Replicas.reports(replicas.stream())
                .map(one -> Pod.of(one.name(), one.report(), live.contains(one.name()), ended.contains(one.name())))
                .toList();
        return AllotmentFold.fold(memory, keys, pods, now);
    }

    /** What was published. */
    void keep(ResourceID router, AllotmentFold.Outcome outcome) {
        memories.put(router, outcome.memory());
    }

    /**
     * Whether what a replica has told in the end is published: without that, an operator that is replaced once the report is
     * deleted would have to take all that the replica was granted for spent.
     */
    boolean tells(ResourceID router, GatewayReplica replica) {
        Memory memory = memories.get(router);
        ReplicaReport report = replica.getStatus();
        return report == null
                || (memory != null
                        && memory.ended()
                                .contains(Incarnation.of(replica.getMetadata().getName(), report)));
    }

    /** Forgets Routers that are gone. */
    void retain(Set<ResourceID> existing) {
        memories.keySet().retainAll(existing);
    }
}
