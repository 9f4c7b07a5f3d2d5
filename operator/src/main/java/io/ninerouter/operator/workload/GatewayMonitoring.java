package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.ninerouter.config.RouterSecrets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How Prometheus finds the pods: each by itself, for the Service offers callers' port alone. */
final class GatewayMonitoring {
    /** A pod's label as Prometheus names it while it looks for targets. */
    private static final String ROUTER_LABEL =
            "__meta_kubernetes_pod_label_" + RouterSecrets.ROUTER_LABEL.replaceAll("[^a-zA-Z0-9]", "_");

    private GatewayMonitoring() {}

    static GenericKubernetesResource podMonitor(Blueprint plan) {
        ObjectMeta metadata = plan.metadata(plan.name());
        Map<String, String> labels = new TreeMap<>(plan.platform().monitorLabels());
        labels.putAll(metadata.getLabels());
        metadata.setLabels(labels);
        return OptionalKind.POD_MONITOR.object(
                metadata,
                Map.of("selector", Map.of("matchLabels", plan.selector()), "podMetricsEndpoints", List.of(endpoint())));
    }

    /** Dashboards and alerts tell gateways apart by namespace, {@code router} and pod. */
    private static Map<String, Object> endpoint() {
        return Map.of(
                "port",
                Blueprint.MANAGEMENT_PORT,
                "path",
                "/metrics",
                "interval",
                "30s",
                "relabelings",
                List.of(Map.of("sourceLabels", List.of(ROUTER_LABEL), "targetLabel", "router")));
    }
}
