package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Allotments;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Parts what callers may do among the gateways of each Router, round by round. What is remembered counts more than the cache,
 * which may lag behind the last write; after a start the published allotments count, as they stand. Thread-safe; one Router is
 * reconciled by one thread at a time.
 */
final class Bounds {
    private final Map<ResourceID, Memory> memories = new ConcurrentHashMap<>();

    /** Where the first round after a start reads, past all caches. */
    interface Origin {
        /** The allotments that are published. */
        Allotments allotments();

        /** The replicas that there are. */
        List<GatewayReplica> replicas();
    }

    /**
     * What a round begins with.
     *
     * @param memory of the round before; after a start what is published
     * @param replicas no older than what the memory tells of, where the memory is new
     */
    record Sight(Memory memory, List<GatewayReplica> replicas) {}

    /**
     * What a round begins with. Until one was {@link #keep kept}, all is read from the origin: of two caches either may be the
     * older one, and a process that is over would count twice, or with all that it was granted. The allotments come first: a
     * report that they have settled is not there any more when the replicas are read.
     *
     * @param cached replicas
     */
    Sight look(Router router, Origin origin, Supplier<List<GatewayReplica>> cached) {
        Memory memory = memories.get(ResourceID.fromResource(router));
        if (memory != null) {
            return new Sight(memory, cached.get());
        }
        Allotments published = origin.allotments();
        return new Sight(Memory.of(published), origin.replicas());
    }

    /** A round; what it yields is to be {@link #keep kept} once it is published. */
    static AllotmentFold.Outcome round(Sight sight, List<KeyConfig> keys, Fleet fleet, Instant now) {
        List<GatewayReplica> replicas = sight.replicas();
        Set<String> live = fleet.live().stream().map(Fleet.Replica::name).collect(Collectors.toSet());
        Set<String> ended = Replicas.ended(replicas.stream(), now);
        List<Pod> pods = Replicas.reports(replicas.stream())
                .map(one -> Pod.of(one.name(), one.report(), live.contains(one.name()), ended.contains(one.name())))
                .toList();
        return AllotmentFold.fold(sight.memory(), keys, pods, now);
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
