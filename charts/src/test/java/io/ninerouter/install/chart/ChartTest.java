package io.ninerouter.install.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.ninerouter.install.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What Helm makes of the chart. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class ChartTest {
    @SuppressWarnings("unused") // Named by @FieldSource.
    private static final List<String> CASES = Chart.CASES;

    @Test
    void lintFindsNothing() {
        LintResult result = Chart.lint();
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void rendersTheSameTwice(String values) {
        assertThat(Chart.text(values)).isEqualTo(Chart.text(values));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void rendersNoObjectTwice(String values) {
        List<String> ids = Documents.ids(Chart.objects(values));
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void rendersAllOfAnInstall() {
        assertThat(Documents.ids(Chart.objects("defaults")))
                .containsExactlyInAnyOrder(
                        "ServiceAccount ninerouter-system/ninerouter-operator",
                        "Role ninerouter-system/ninerouter-operator",
                        "RoleBinding ninerouter-system/ninerouter-operator",
                        "Role ninerouter-system/ninerouter-operator-leader",
                        "RoleBinding ninerouter-system/ninerouter-operator-leader",
                        "ClusterRole ninerouter-view",
                        "ClusterRole ninerouter-edit",
                        "Deployment ninerouter-system/ninerouter-operator",
                        "PodDisruptionBudget ninerouter-system/ninerouter-operator",
                        "NetworkPolicy ninerouter-system/ninerouter-operator",
                        "Router ninerouter-system/main");
        assertThat(environment("defaults"))
                .containsEntry("NINEROUTER_WATCH_NAMESPACES", "")
                .containsEntry("NINEROUTER_CLUSTER_WIDE", "false");
    }

    @Test
    void allNamespacesAreAskedForInSoManyWordsAndByAClusterRole() {
        List<String> defaults = Documents.ids(Chart.objects("defaults"));
        List<String> everywhere = Documents.ids(Chart.objects("cluster-wide"));
        assertThat(everywhere)
                .contains("ClusterRole ninerouter-operator", "ClusterRoleBinding ninerouter-operator")
                .doesNotContain("Role ninerouter-system/ninerouter-operator")
                .hasSameSizeAs(defaults);
        assertThat(environment("cluster-wide")).containsEntry("NINEROUTER_CLUSTER_WIDE", "true");
        assertThatThrownBy(() -> Chart.template(null)
                        .set("clusterWide", true)
                        .set("watchNamespaces[0]", "team-a")
                        .call())
                .hasMessageContaining("watchNamespaces")
                .hasMessageContaining("maxItems: got 1, want 0");
    }

    @Test
    void aConfinedOperatorAsksForNothingOfTheCluster() {
        assertThat(Documents.ids(Chart.objects("confined")))
                .containsExactlyInAnyOrder(
                        "ServiceAccount ninerouter-system/ninerouter-operator",
                        "Role team-a/ninerouter-operator",
                        "RoleBinding team-a/ninerouter-operator",
                        "Role team-b/ninerouter-operator",
                        "RoleBinding team-b/ninerouter-operator",
                        "Role ninerouter-system/ninerouter-operator-leader",
                        "RoleBinding ninerouter-system/ninerouter-operator-leader",
                        "Deployment ninerouter-system/ninerouter-operator",
                        "PodDisruptionBudget ninerouter-system/ninerouter-operator",
                        "NetworkPolicy ninerouter-system/ninerouter-operator",
                        "Router team-b/main");
        assertThat(environment("confined")).containsEntry("NINEROUTER_WATCH_NAMESPACES", "team-a,team-b");
    }

    @Test
    void theFirstRouterGoesWhereSomebodyServesIt() {
        List<Map<String, Object>> objects = Documents.of(
                Chart.template(null).set("watchNamespaces[0]", "team-a").call());
        assertThat(Documents.ids(objects)).contains("Router team-a/main");
        assertThatThrownBy(() -> Chart.template(null)
                        .set("watchNamespaces[0]", "team-a")
                        .set("watchNamespaces[1]", "team-b")
                        .set("router.namespace", "other")
                        .call())
                .hasMessageContaining("router.namespace: other (expected: one of watchNamespaces: team-a, team-b)");
        assertThatThrownBy(() -> Chart.textWith("router.namespace", "other"))
                .hasMessageContaining("router.namespace: other (expected: one of watchNamespaces: ninerouter-system)");
        assertThat(Documents.ids(Documents.of(Chart.template(null)
                        .set("clusterWide", true)
                        .set("router.namespace", "other")
                        .call())))
                .contains("Router other/main");
    }

    @Test
    void imagesFollowTheReleaseUnlessTheyArePinned() {
        String version = System.getProperty("ninerouter.version");
        assertThat(image("defaults")).isEqualTo("ninerouter/operator:" + version);
        assertThat(environment("defaults")).containsEntry("NINEROUTER_GATEWAY_IMAGE", "ninerouter/gateway:" + version);
        assertThat(image("mirror")).startsWith("mirror.example:5000/ai/operator@sha256:0123");
        assertThat(environment("mirror"))
                .containsEntry("NINEROUTER_GATEWAY_IMAGE", "mirror.example:5000/ai/gateway:1.2")
                .containsEntry("HTTPS_PROXY", "http://proxy.example:3128");
    }

    @Test
    void oneReplicaHasNoBudgetThatWouldKeepItsNode() {
        assertThat(Documents.ids(Chart.objects("one-replica"))).noneMatch(id -> id.startsWith("PodDisruptionBudget"));
        assertThat(Documents.ids(Chart.objects("many-replicas"))).anyMatch(id -> id.startsWith("PodDisruptionBudget"));
    }

    @Test
    void theOperatorCallsNothingButNamesAndTcpUnlessSomebodySaysOtherwise() {
        assertThat(egress("defaults"))
                .isEqualTo(Documents.of(
                                "egress: [{ports: [{port: 53, protocol: UDP}, {port: 5353, protocol: UDP}, {port: 8053, protocol:"
                                        + " UDP}]}, {ports: [{protocol: TCP}]}]")
                        .getFirst()
                        .get("egress"));
        assertThat(egress("mirror"))
                .isEqualTo(Documents.of(
                                "egress: [{ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}, {ports: [{port: 443,"
                                        + " protocol: TCP}, {port: 6443, protocol: TCP}]}]")
                        .getFirst()
                        .get("egress"));
    }

    private static Object egress(String values) {
        Map<String, Object> policy =
                Documents.find(Chart.objects(values), "NetworkPolicy ninerouter-system/ninerouter-operator");
        assertThat(Documents.<List<String>>at(policy, "spec/policyTypes")).containsExactly("Ingress", "Egress");
        return Documents.at(policy, "spec/egress");
    }

    @Test
    void prometheusReadsThePortThatTheOperatorServes() {
        List<Map<String, Object>> objects = Documents.of(Chart.template(null)
                .set("podMonitor.enabled", true)
                .set("podMonitor.labels.release", "prometheus")
                .call());
        Map<String, Object> monitor = Documents.find(objects, "PodMonitor ninerouter-system/ninerouter-operator");
        Map<String, Object> pods = Documents.find(objects, "Deployment ninerouter-system/ninerouter-operator");

        assertThat(Documents.<Map<String, Object>>at(monitor, "spec/selector/matchLabels"))
                .isEqualTo(Documents.at(pods, "spec/selector/matchLabels"));
        assertThat(Documents.<String>at(monitor, "metadata/labels/release")).isEqualTo("prometheus");
        assertThat(Documents.<List<Object>>at(monitor, "spec/podMetricsEndpoints"))
                .containsExactly(
                        Map.of("port", "management", "path", "/metrics", "interval", "30s", "honorLabels", true));
        assertThat(Documents.<List<Map<String, Object>>>at(pods, "spec/template/spec/containers/0/env"))
                .as("PodMonitors of gateways are selected in the same way")
                .contains(Map.of("name", "NINEROUTER_POD_MONITOR_LABELS", "value", "release=prometheus"));
    }

    @Test
    void aMissingServiceAccountIsSaid() {
        assertThatThrownBy(() -> Chart.textWith("serviceAccount.create", false))
                .hasMessageContaining("serviceAccount.name: empty");
        assertThat(Documents.<String>at(
                        Documents.find(
                                Chart.objects("own-account"), "Deployment ninerouter-system/ninerouter-operator"),
                        "spec/template/spec/serviceAccountName"))
                .isEqualTo("given");
    }

    @Test
    void longNamesOfReleasesStayWithinTheBounds() {
        String text = Chart.template(null).withName("a".repeat(53)).call();
        assertThat(Documents.of(text))
                .allSatisfy(object -> assertThat(Documents.<String>at(object, "metadata/name"))
                        .hasSizeLessThanOrEqualTo(70));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            watchNamespace                  | team-a          | watchNamespace
            operator.replica                | 2               | replica
            operator.replicas               | -1              | minimum
            operator.replicas               | two             | got string, want integer
            watchNamespaces                 | team-a          | got string, want array
            watchNamespaces[0]              | Team            | does not match pattern
            clusterWide                     | always          | got string, want boolean
            image.repository                | repo:tag        | image/repository
            image.tag                       | 1:2             | image/tag
            image.digest                    | sha256:12       | image/digest
            image.pullPolicy                | Sometimes       | value must be one of
            gateway.image.pullPolicy        | Always          | pullPolicy
            router.name                     | Main            | router/name
            router.create                   | perhaps         | got string, want boolean
            operator.endpointTemplate       | main.example    | operator/endpointTemplate
            operator.resources.limits.memory| much            | limits/memory
            operator.resources.limit.memory | 1Gi             | limit
            operator.affinity.pods          | x               | pods
            networkPolicy.ingress           | x               | ingress
            rbac.create                     | 1               | got number, want boolean
            serviceAccount.annotations.a    | 1               | got number, want string
            podMonitor.labels.a             | b c             | labels/a
            prometheusRule.runbookUrl       | docs/           | prometheusRule/runbookUrl
            prometheusRule.disabled[0]      | Errors          | disabled/0
            prometheusRule.thresholds.error | 1               | error
            dashboard.namespace             | A               | dashboard/namespace
            """)
    void refusesAValueThatIsNone(String key, String value, String message) {
        assertThatThrownBy(() -> Chart.textWith(key, value))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(message);
    }

    @Test
    void versionsFollowTheBuild() throws IOException {
        Map<String, Object> chart = Documents.of(Files.readString(Chart.FOLDER.resolve("Chart.yaml")))
                .getFirst();
        String version = System.getProperty("ninerouter.version");
        assertThat(chart).containsEntry("version", version).containsEntry("appVersion", version);
    }

    @Test
    void theReadmeNamesEveryValue() throws IOException {
        Map<String, Object> values = Documents.of(Files.readString(Chart.FOLDER.resolve("values.yaml")))
                .getFirst();
        String readme = Files.readString(Chart.FOLDER.resolve("README.md"));
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> group) {
                group.keySet().forEach(name -> assertThat(readme).contains("`" + key + "." + name));
            } else {
                assertThat(readme).contains("`" + key + "`");
            }
        });
    }

    private static String image(String values) {
        return Documents.at(operator(values), "spec/template/spec/containers/0/image");
    }

    private static Map<String, Object> environment(String values) {
        Map<String, Object> environment = new java.util.TreeMap<>();
        List<Map<String, Object>> variables = Documents.at(operator(values), "spec/template/spec/containers/0/env");
        variables.forEach(
                variable -> environment.put((String) variable.get("name"), variable.getOrDefault("value", "")));
        return environment;
    }

    private static Map<String, Object> operator(String values) {
        return Documents.find(Chart.objects(values), "Deployment ninerouter-system/ninerouter-operator");
    }
}
