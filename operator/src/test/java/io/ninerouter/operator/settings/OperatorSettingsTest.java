package io.ninerouter.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterGateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorSettingsTest {

    @Test
    void emptyEnvironmentMeansTheOwnNamespaceAndALeaseInIt() {
        OperatorSettings settings = OperatorSettings.fromEnvironment(Map.of("HOSTNAME", "pod-1"), "ninerouter");

        assertThat(settings.scope()).isEqualTo(Scope.of("ninerouter"));
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

        assertThat(settings.scope()).isEqualTo(Scope.of("b", "a"));
        assertThat(settings.election()).isNull();
        assertThat(settings.gatewayImage()).isEqualTo("example/gateway:2");
        assertThat(settings.gateways().podMonitorLabels())
                .isEqualTo(Map.of("release", "prometheus", "team", "ai"))
                .isEqualTo(settings.withGatewayImage("other").gateways().podMonitorLabels());
        assertThat(settings.probes()).isFalse();
        assertThat(settings.endpoint(router(null))).isEqualTo("https://main-ai.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            NINEROUTER_WATCH_NAMESPACES | NINEROUTER_CLUSTER_WIDE | NINEROUTER_NAMESPACE | known  | watched
            -                           | -                       | -                    | pods   | pods
            ''                          | false                   | own                  | pods   | own
            'a, b'                      | -                       | own                  | pods   | a, b
            'a'                         | false                   | -                    | -      | a
            ''                          | true                    | own                  | pods   | all namespaces
            -                           | true                    | -                    | -      | all namespaces
            """, useHeadersInDisplayName = true)
    void allNamespacesAreWatchedOnlyWhereSomebodySaysSo(
            String named, String clusterWide, String own, String known, String watched) {
        Map<String, String> environment = new HashMap<>(Map.of("NINEROUTER_LEADER_ELECTION", "false"));
        environment.put("NINEROUTER_WATCH_NAMESPACES", named);
        environment.put("NINEROUTER_CLUSTER_WIDE", clusterWide);
        environment.put("NINEROUTER_NAMESPACE", own);
        environment.values().removeIf(Objects::isNull);

        assertThat(OperatorSettings.fromEnvironment(environment, known).scope()).hasToString(watched);
    }

    @Test
    void refusesWhatItCannotReadAndSaysWhy() {
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(
                        Map.of("NINEROUTER_CLUSTER_WIDE", "true", "NINEROUTER_WATCH_NAMESPACES", "b,a"), "own"))
                .hasMessage("NINEROUTER_CLUSTER_WIDE: true (expected: not beside NINEROUTER_WATCH_NAMESPACES=a,b)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_CLUSTER_WIDE", "yes"), "own"))
                .hasMessage("NINEROUTER_CLUSTER_WIDE: yes (expected: true or false)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of(), null))
                .hasMessage("NINEROUTER_WATCH_NAMESPACES: not set (expected: a comma list of namespaces, or"
                        + " NINEROUTER_NAMESPACE, or NINEROUTER_CLUSTER_WIDE=true)");
        assertThatThrownBy(() -> new Scope.Only(Set.of())).hasMessage("namespaces: none (expected: at least one)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_MANAGEMENT_PORT", "http"), "a"))
                .hasMessage("NINEROUTER_MANAGEMENT_PORT: http (expected: 0 to 65535)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_LEADER_ELECTION", "no"), "a"))
                .hasMessageContaining("NINEROUTER_LEADER_ELECTION: no");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_PROBES", "off"), "a"))
                .hasMessage("NINEROUTER_PROBES: off (expected: true or false)");
        assertThatThrownBy(() -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_POD_MONITOR_LABELS", "a"), "a"))
                .hasMessage("NINEROUTER_POD_MONITOR_LABELS: a (expected: a comma list of name=value)");
        assertThatThrownBy(
                        () -> OperatorSettings.fromEnvironment(Map.of("NINEROUTER_WATCH_NAMESPACES", "team-a"), null))
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
