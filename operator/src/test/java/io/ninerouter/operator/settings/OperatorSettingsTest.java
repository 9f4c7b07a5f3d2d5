package io.ninerouter.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterGateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorSettingsTest {

    @Test
    void emptyEnvironmentMeansEveryNamespaceAndALeaseInTheOwnOne() {
        OperatorSettings settings = OperatorSettings.fromEnvironment(Map.of("HOSTNAME", "pod-1"), "ninerouter");

        assertThat(settings.watchNamespaces()).isEmpty();
        assertThat(settings.gatewayImage()).isNull();
        assertThat(settings.gateways().podMonitorLabels()).isEmpty();
        assertThat(settings.probes()).isTrue();
        assertThat(settings.election()).isEqualTo(OperatorSettings.Election.in("ninerouter", "pod-1"));
        assertThat(settings.management().getPort()).isEqualTo(9090);
    }

    @Test
    void readsWhatIsSet() {
        OperatorSettings settings = OperatorSettings.fromEnvironment(
                Map.of(
                        "NINEROUTER_WATCH_NAMESPACES", "a, b,,",
                        "NINEROUTER_LEADER_ELECTION", "false",
                        "NINEROUTER_MANAGEMENT_PORT", "0",
                        "NINEROUTER_GATEWAY_IMAGE", "example/gateway:2",
                        "NINEROUTER_POD_MONITOR_LABELS", "release=prometheus, team=ai",
                        "NINEROUTER_PROBES", "false",
                        "NINEROUTER_ENDPOINT_TEMPLATE", "https://{name}-{namespace}.example/"),
                null);

        assertThat(settings.watchNamespaces()).containsExactlyInAnyOrder("a", "b");
        assertThat(settings.election()).isNull();
        assertThat(settings.gatewayImage()).isEqualTo("example/gateway:2");
        assertThat(settings.gateways().podMonitorLabels())
                .isEqualTo(Map.of("release", "prometheus", "team", "ai"))
                .isEqualTo(settings.withGatewayImage("other").gateways().podMonitorLabels());
        assertThat(settings.probes()).isFalse();
        assertThat(settings.endpoint(router(null))).isEqualTo("https://main-ai.example");
    }

    @Test
    void refusesWhatItCannotReadAndSaysWhy() {
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_MANAGEMENT_PORT", "http"), "a"))
                .hasMessage("NINEROUTER_MANAGEMENT_PORT: http (expected: 0 to 65535)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_LEADER_ELECTION", "no"), "a"))
                .hasMessageContaining("NINEROUTER_LEADER_ELECTION: no");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_PROBES", "off"), "a"))
                .hasMessage("NINEROUTER_PROBES: off (expected: true or false)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_POD_MONITOR_LABELS", "a"), "a"))
                .hasMessage("NINEROUTER_POD_MONITOR_LABELS: a (expected: a comma list of name=value)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of(), null))
                .hasMessageContaining("NINEROUTER_NAMESPACE: not set");
    }

    @Test
    void endpointIsTheServiceOfTheRouter() {
        OperatorSettings settings = OperatorSettings.fromEnvironment(Map.of(), "ninerouter");

        assertThat(settings.endpoint(router(null))).isEqualTo("http://main.ai.svc.cluster.local");
        assertThat(settings.endpoint(router(80))).isEqualTo("http://main.ai.svc.cluster.local");
        assertThat(settings.endpoint(router(8080))).isEqualTo("http://main.ai.svc.cluster.local:8080");
    }

    private static Router router(Integer port) {
        Router router = new Router();
        router.setMetadata(
                new ObjectMetaBuilder().withNamespace("ai").withName("main").build());
        RouterGateway gateway = new RouterGateway(
                0, null, null, null, new RouterGateway.Service("ClusterIP", port, null, List.of()), null);
        router.setSpec(new Router.Spec(gateway, null, null, null, null, null, null, List.of(), null, null));
        return router;
    }
}
