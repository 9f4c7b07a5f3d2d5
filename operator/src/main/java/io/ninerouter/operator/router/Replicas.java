package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.usage.Reporting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the replicas of a Router have used, from their objects. Pure. */
final class Replicas {
    private Replicas() {}

    static List<Reporting> of(Router router, Stream<GatewayReplica> replicas, Instant now) {
        return replicas.filter(replica -> replica.getSpec() != null
                        && replica.getSpec()
                                .routerRef()
                                .name()
                                .equals(router.getMetadata().getName()))
                .map(replica -> of(replica, now))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Reporting of(GatewayReplica replica, Instant now) {
        ReplicaReport report = replica.getStatus();
        if (report == null) {
            return null;
        }
        ObjectMeta metadata = replica.getMetadata();
        Map<String, String> annotations = Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
        return Reporting.of(
                metadata.getName(),
                report,
                annotations.get(ReplicaReport.STARTED_AT),
                annotations.containsKey(ReplicaReport.POD_UID),
                metadata.getOwnerReferences().stream().anyMatch(owner -> "Pod".equals(owner.getKind())),
                now);
    }
}
