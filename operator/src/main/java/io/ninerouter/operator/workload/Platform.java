package io.ninerouter.operator.workload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What decides about a gateway's objects beside its Router.
 *
 * @param releaseImage image of the operator's own release; null = the operator was told none
 * @param podMonitors whether the cluster knows {@code PodMonitor} of {@code monitoring.coreos.com/v1}
 * @param customMetrics whether the cluster serves {@code custom.metrics.k8s.io}, without which an autoscaler cannot see
 *     requests in flight
 * @param scaledObjects whether the cluster knows {@code ScaledObject} of {@code keda.sh/v1alpha1}
 * @param monitorLabels of PodMonitors, beside our own: the cluster's Prometheus selects them by these
 */
public record Platform(
        @Nullable String releaseImage,
        boolean podMonitors,
        boolean customMetrics,
        boolean scaledObjects,
        Map<String, String> monitorLabels) {

    public Platform {
        releaseImage = releaseImage == null || releaseImage.isBlank() ? null : releaseImage.strip();
        monitorLabels = Map.copyOf(monitorLabels);
    }

    /** Without KEDA, and without labels of PodMonitors. */
    public Platform(@Nullable String releaseImage, boolean podMonitors, boolean customMetrics) {
        this(releaseImage, podMonitors, customMetrics, false, Map.of());
    }
}
