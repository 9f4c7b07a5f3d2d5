package io.ninerouter.operator.router;

import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.usage.Reporting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the replicas of a Router have used, from their objects. Pure. */
final class Replicas {
    private Replicas() {}

    /** Those of a Router that nobody is deleting. */
    static List<GatewayReplica> of(Router router, Stream<GatewayReplica> replicas) {
        return replicas.filter(replica -> replica.getMetadata().getDeletionTimestamp() == null)
                .filter(replica -> isOf(router, replica))
                .toList();
    }

    /** What they report. */
    static Stream<Fleet.Reported> reports(Stream<GatewayReplica> replicas) {
        return replicas.filter(replica -> replica.getStatus() != null)
                .map(replica -> new Fleet.Reported(replica.getMetadata().getName(), replica.getStatus()));
    }

    /** Names of those whose report is the last word of the process that has written it, as far as can be known. */
    static Set<String> ended(Stream<GatewayReplica> replicas, Instant now) {
        return replicas.filter(replica -> replica.getStatus() != null)
                .filter(replica -> Reporting.isWriterOver(
                        replica.getStatus(),
                        annotations(replica).get(ReplicaReport.STARTED_AT),
                        isInPod(replica),
                        isPodThere(replica),
                        now))
                .map(replica -> replica.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    static List<Reporting> of(Router router, Stream<GatewayReplica> replicas, Instant now) {
        return replicas.filter(replica -> isOf(router, replica))
                .map(replica -> of(replica, now))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Names of those that have used nothing and whose pod is gone: nobody needs them any more. */
    static Set<String> idle(Router router, Stream<GatewayReplica> replicas) {
        return replicas.filter(replica -> isOf(router, replica))
                .filter(replica ->
                        replica.getStatus() == null || replica.getStatus().usage() == null)
                .filter(replica -> isInPod(replica) && !isPodThere(replica))
                .map(replica -> replica.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    private static boolean isOf(Router router, GatewayReplica replica) {
        return replica.getSpec() != null
                && replica.getSpec()
                        .routerRef()
                        .name()
                        .equals(router.getMetadata().getName());
    }

    private static boolean isInPod(GatewayReplica replica) {
        return annotations(replica).containsKey(ReplicaReport.POD_UID);
    }

    private static boolean isPodThere(GatewayReplica replica) {
        return replica.getMetadata().getOwnerReferences().stream().anyMatch(owner -> "Pod".equals(owner.getKind()));
    }

    private static Map<String, String> annotations(GatewayReplica replica) {
        return Objects.requireNonNullElse(replica.getMetadata().getAnnotations(), Map.of());
    }

    private static @Nullable Reporting of(GatewayReplica replica, Instant now) {
        ReplicaReport report = replica.getStatus();
        if (report == null) {
            return null;
        }
        return Reporting.of(
                replica.getMetadata().getName(),
                report,
                annotations(replica).get(ReplicaReport.STARTED_AT),
                isInPod(replica),
                isPodThere(replica),
                now);
    }
}
