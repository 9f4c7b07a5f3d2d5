package io.ninerouter.operator.deploy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.operator.settings.GatewayDefaults;
import io.ninerouter.operator.workload.OptionalKind;
import io.ninerouter.operator.workload.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cluster offers beyond what every cluster does, asked from time to time: discovery is open to everyone, a watch of
 * definitions would need a right for the whole cluster. Thread-safe.
 */
public final class ClusterOffers {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterOffers.class);
    private static final String CUSTOM_METRICS = "custom.metrics.k8s.io";

    private final KubernetesClient client;
    private volatile Platform platform;

    /** Nothing is offered before the first {@link #refresh}. */
    public ClusterOffers(KubernetesClient client, GatewayDefaults defaults) {
        this.client = client;
        this.platform = new Platform(defaults.image(), false, false, false, defaults.podMonitorLabels());
    }

    /** What was offered when it was last asked. */
    public Platform platform() {
        return platform;
    }

    /** Asks; true = something has changed. What cannot be asked stays as it was. */
    public boolean refresh() {
        Platform before = platform;
        try {
            platform = new Platform(
                    before.releaseImage(),
                    supports(OptionalKind.POD_MONITOR),
                    client.hasApiGroup(CUSTOM_METRICS, true),
                    supports(OptionalKind.SCALED_OBJECT),
                    before.monitorLabels());
        } catch (KubernetesClientException e) {
            LOG.warn("not known what the cluster offers, asking again later: status={}", e.getCode());
            return false;
        }
        if (!platform.equals(before)) {
            LOG.info(
                    "the cluster offers: podMonitors={} customMetrics={} scaledObjects={}",
                    platform.podMonitors(),
                    platform.customMetrics(),
                    platform.scaledObjects());
        }
        return !platform.equals(before);
    }

    private boolean supports(OptionalKind kind) {
        return client.supports(kind.apiVersion(), kind.kind());
    }
}
