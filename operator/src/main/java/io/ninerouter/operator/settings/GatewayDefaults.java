package io.ninerouter.operator.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateways of all Routers have in common.
 *
 * @param image container image of this release's gateway, for Routers that name none; null = not known
 * @param podMonitorLabels what the cluster's Prometheus selects PodMonitors by, beside our own labels
 */
public record GatewayDefaults(@Nullable String image, Map<String, String> podMonitorLabels) {

    public GatewayDefaults {
        podMonitorLabels = Map.copyOf(podMonitorLabels);
    }
}
