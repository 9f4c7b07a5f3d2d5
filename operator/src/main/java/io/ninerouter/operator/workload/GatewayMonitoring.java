package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;

/** How Prometheus finds the pods: each by itself, for the Service offers callers' port alone. */
final class GatewayMonitoring {
    private GatewayMonitoring() {}

    static GenericKubernetesResource podMonitor(Blueprint plan) {
        GenericKubernetesResource monitor = new GenericKubernetesResourceBuilder()
                .withApiVersion(Workloads.POD_MONITOR_VERSION)
                .withKind(Workloads.POD_MONITOR)
                .withMetadata(plan.metadata(plan.name()))
                .build();
        monitor.setAdditionalProperty(
                "spec",
                Map.of(
                        "selector", Map.of("matchLabels", plan.selector()),
                        "podMetricsEndpoints",
                                List.of(Map.of(
                                        "port", Blueprint.MANAGEMENT_PORT, "path", "/metrics", "interval", "30s"))));
        return monitor;
    }
}
