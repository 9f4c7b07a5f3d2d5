package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.RouterSecrets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The GatewayReplica of a replica, without its status. Pure. */
final class ReplicaObject {
    static final String KIND = "GatewayReplica";
    private static final String API_VERSION = "ninerouter.io/v1alpha1";

    private ReplicaObject() {}

    /**
     * What is applied before the first report. The Router keeps it when the pod is gone, until the operator has told its
     * figures; Kubernetes takes the pod out of its owners then, which is how the operator sees that.
     *
     * @param routerUid null = not known yet: then it goes with its pod
     */
    static GenericKubernetesResource of(ReplicaIdentity identity, String startedAt, @Nullable String routerUid) {
        ObjectMetaBuilder metadata = named(identity)
                .addToLabels(RouterSecrets.ROUTER_LABEL, identity.router())
                .addToAnnotations(ReplicaReport.STARTED_AT, startedAt);
        if (identity.podUid() != null) {
            metadata.addToAnnotations(ReplicaReport.POD_UID, identity.podUid())
                    .addNewOwnerReference()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(identity.replica())
                    .withUid(identity.podUid())
                    .endOwnerReference();
        }
        if (routerUid != null) {
            metadata.addNewOwnerReference()
                    .withApiVersion(API_VERSION)
                    .withKind("Router")
                    .withName(identity.router())
                    .withUid(routerUid)
                    .endOwnerReference();
        }
        GenericKubernetesResource object = empty(metadata);
        object.setAdditionalProperty("spec", Map.of("routerRef", Map.of("name", identity.router())));
        return object;
    }

    /** Name and kind alone. */
    static GenericKubernetesResource bare(ReplicaIdentity identity) {
        return empty(named(identity));
    }

    private static ObjectMetaBuilder named(ReplicaIdentity identity) {
        return new ObjectMetaBuilder().withName(identity.replica()).withNamespace(identity.namespace());
    }

    private static GenericKubernetesResource empty(ObjectMetaBuilder metadata) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(API_VERSION);
        object.setKind(KIND);
        object.setMetadata(metadata.build());
        return object;
    }
}
