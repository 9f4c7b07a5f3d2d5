package io.ninerouter.install.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.install.Command;
import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server takes every object, strictly; an operator with the installed settings and rights then serves the Router. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class InstallTest {
    private static final long PATIENCE_SECONDS = 60;

    @SuppressWarnings("unused") // Named by @FieldSource.
    private static final List<String> CASES = Chart.CASES;

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("CASES")
    void everyObjectIsAccepted(String values) {
        try (Server server = Server.start(folder)) {
            server.apply(Documents.of(Chart.definitions()));
            List<Map<String, Object>> objects = Chart.objects(values);
            server.createNamespaces(objects);
            server.apply(objects);
            assertThat(objects)
                    .allSatisfy(object -> assertThat(server.found(object)).isTrue());
        }
    }

    @Test
    void strictMeansThatAMisspeltFieldIsRefused() {
        try (Server server = Server.start(folder)) {
            server.apply(Documents.of(Chart.definitions()));
            for (String misspelt : List.of("startupProbe", "sizeLimit", "spec:\n  {}")) {
                String text = Chart.text("defaults")
                        .replace(misspelt, misspelt.startsWith("spec") ? "spec: {replica: 1}" : misspelt + "s");
                List<Map<String, Object>> objects = Documents.of(text);
                server.createNamespaces(objects);
                assertThatThrownBy(() -> server.apply(objects))
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining("field not declared in schema");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "confined", "cluster-wide"})
    void theOperatorServesTheFirstRouterWithTheRightsThatItWasGiven(String values) throws Exception {
        try (Server server = Server.start(folder)) {
            List<Map<String, Object>> objects = Chart.objects(values);
            server.apply(Documents.of(Chart.definitions()));
            server.createNamespaces(objects);
            server.apply(objects);
            serves(server, objects, values.equals("confined") ? "team-b" : Chart.NAMESPACE);
        }
    }

    /** What was installed with earlier builds, which watched all namespaces, becomes an operator of one. */
    @Test
    void anUpgradeThatTakesRightsAwayServesOnWithTheRest() throws Exception {
        try (Server server = Server.start(folder)) {
            List<Map<String, Object>> before = Chart.objects("cluster-wide");
            List<Map<String, Object>> after = Chart.objects("defaults");
            server.apply(Documents.of(Chart.definitions()));
            server.createNamespaces(before);
            server.apply(before);
            serves(server, before, Chart.NAMESPACE);
            ObjectMeta router = router(server);

            server.apply(after);
            List<String> kept = Documents.ids(after);
            before.stream()
                    .filter(object -> !kept.contains(Documents.id(object)))
                    .forEach(server::delete);
            server.forgetRequests();
            serves(server, after, Chart.NAMESPACE);

            assertThat(router(server).getUid()).isEqualTo(router.getUid());
            assertThat(router(server).getGeneration()).isEqualTo(router.getGeneration());
        }
    }

    private static ObjectMeta router(Server server) {
        return server.client()
                .resources(Router.class)
                .inNamespace(Chart.NAMESPACE)
                .withName("main")
                .require()
                .getMetadata();
    }

    @Test
    void kubectlInstallsTheSame() throws Exception {
        assumeTrue(Command.exists("kubectl"), "kubectl is not on the PATH");
        try (Server server = Server.start(folder)) {
            Map<String, String> access =
                    Map.of("KUBECONFIG", server.kubeconfig().toString(), "HOME", folder.toString());
            Command.run(access, "kubectl", "apply", "--validate=strict", "-k", "manifests/install");
            Command.run(access, "kubectl", "apply", "--validate=strict", "-k", "manifests/install/router");
            serves(server, Chart.objects("defaults"), Chart.NAMESPACE);
        }
    }

    private static void serves(Server server, List<Map<String, Object>> objects, String namespace) throws Exception {
        OperatorSettings settings = OperatorSettings.fromEnvironment(environment(server.client()), null);
        try (KubernetesClient client = server.operatorClient();
                OperatorApp app = OperatorApp.start(client, settings)) {
            app.awaitReady(Duration.ofSeconds(PATIENCE_SECONDS));
            Secret secret = server.client()
                    .secrets()
                    .inNamespace(namespace)
                    .withName(RouterSecrets.configName("main"))
                    .waitUntilCondition(found -> found != null, PATIENCE_SECONDS, TimeUnit.SECONDS);
            byte[] bytes = Base64.getDecoder().decode(secret.getData().get(RouterSecrets.CONFIG_KEY));
            assertThat(ConfigCodec.decode(bytes).providers()).isEmpty();
            server.client()
                    .resources(Router.class)
                    .inNamespace(namespace)
                    .withName("main")
                    .waitUntilCondition(
                            router -> router != null
                                    && router.getStatus() != null
                                    && router.getStatus().conditions().stream()
                                            .anyMatch(condition -> condition
                                                            .type()
                                                            .equals("Accepted")
                                                    && condition.status().equals("True")),
                            PATIENCE_SECONDS,
                            TimeUnit.SECONDS);
        }
        Rights rights = Rights.of(objects, Chart.NAMESPACE, "ninerouter-operator");
        List<ApiRequest> asked = server.operatorRequests();
        assertThat(asked).hasSizeGreaterThan(10).allMatch(rights::allow, "allowed by the chart's roles");
    }

    /** What the operator's container would be started with. */
    private static Map<String, String> environment(KubernetesClient client) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .withName("ninerouter-operator")
                .require();
        Map<String, String> environment = new TreeMap<>(Map.of("NINEROUTER_MANAGEMENT_PORT", "0"));
        deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .forEach(variable -> {
                    String value = variable.getValue();
                    if (variable.getValueFrom() != null) {
                        assertThat(variable.getValueFrom().getFieldRef().getFieldPath())
                                .isEqualTo("metadata.namespace");
                        value = Chart.NAMESPACE;
                    }
                    environment.put(variable.getName(), value == null ? "" : value);
                });
        return environment;
    }
}
