package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterGateway;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names, labels and owner of everything that belongs to one gateway, and the settings it is made from. */
record Blueprint(Declared<Router.Spec> router, GatewayConfig config, Platform platform) {
    static final String HTTP_PORT = "http";
    static final String MANAGEMENT_PORT = "management";

    private static final String API_VERSION = "ninerouter.io/v1alpha1";
    private static final RouterGateway UNSET = new RouterGateway(null, null, null, null, null, null);
    private static final int DEFAULT_REPLICAS = 2;

    String namespace() {
        return router.ref().namespace();
    }

    /** Of everything but the Service, which callers know by the Router's own name. */
    String name() {
        return Workloads.name(router.name());
    }

    RouterGateway gateway() {
        return Objects.requireNonNullElse(router.spec().gateway(), UNSET);
    }

    RouterGateway.@Nullable PodTemplate podTemplate() {
        return gateway().podTemplate();
    }

    /** Variables that the user adds. */
    List<EnvVar> environment() {
        RouterGateway.PodTemplate added = podTemplate();
        return added == null ? List.of() : added.env();
    }

    /** What the user says of resources; null = nothing. */
    @Nullable
    ResourceRequirements resources() {
        ResourceRequirements wanted = gateway().resources();
        boolean says = wanted != null
                && !(wanted.getRequests().isEmpty()
                        && wanted.getLimits().isEmpty()
                        && wanted.getClaims().isEmpty());
        return says ? wanted : null;
    }

    /** How many pods; null = an autoscaler decides. */
    @Nullable
    Integer replicas() {
        if (gateway().autoscaling() != null) {
            return null;
        }
        return Objects.requireNonNullElse(gateway().replicas(), DEFAULT_REPLICAS);
    }

    /** More than one pod is to be expected. */
    boolean isPlural() {
        Integer replicas = replicas();
        return replicas == null ? GatewayScaling.most(gateway().autoscaling()) > 1 : replicas > 1;
    }

    /** Tells the pods from all others. Cannot be changed once a Deployment has it. */
    Map<String, String> selector() {
        Map<String, String> labels = new TreeMap<>();
        labels.put("app.kubernetes.io/name", "ninerouter-gateway");
        labels.put(RouterSecrets.ROUTER_LABEL, router.name());
        return labels;
    }

    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(selector());
        labels.put("app.kubernetes.io/instance", router.name());
        labels.put("app.kubernetes.io/component", "gateway");
        labels.put("app.kubernetes.io/part-of", "ninerouter");
        labels.put(Ownership.MANAGED_BY, Ownership.MANAGER);
        return labels;
    }

    ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace())
                .withName(name)
                .withLabels(labels())
                .withOwnerReferences(owner())
                .build();
    }

    private OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion(API_VERSION)
                .withKind(ObjectRef.Kind.ROUTER.word())
                .withName(router.name())
                .withUid(router.uid())
                .withController(true)
                .build();
    }
}
