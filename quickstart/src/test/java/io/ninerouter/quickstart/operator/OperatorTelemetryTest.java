package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.kube.ApiCalls;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the operator tells of itself: metrics and health. */
@Timeout(180)
class OperatorTelemetryTest {
    private static final Path README = Path.of(System.getProperty("ninerouter.root", ".."), "operator", "README.md");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void metricsTellOfRoundsObjectsChecksAndPropagation() throws Exception {
        ApiCalls calls = new ApiCalls();
        try (Cluster cluster = Cluster.start(folder);
                ProbedProvider provider = new ProbedProvider("key-of-acct");
                KubernetesClient client = OperatorClients.create(
                        Config.fromKubeconfig(cluster.api().kubeconfig().toFile()), calls);
                OperatorApp app = OperatorApp.start(client, settings(), calls)) {
            app.awaitReady(PATIENCE);
            use(cluster, provider);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(metrics(app))
                            .contains("ninerouter_operator_leader 1.0")
                            .contains("ninerouter_operator_probes_total{result=\"Taken\"} 1.0")
                            .contains("ninerouter_operator_probes_total{result=\"Refused\"} 0.0")
                            .contains("ninerouter_operator_probe_duration_seconds_count 1")
                            .contains("ninerouter_operator_objects{kind=\"ProviderConnection\",ready=\"True\"} 1.0")
                            .contains("ninerouter_operator_objects{kind=\"Combo\",ready=\"False\"} 1.0")
                            .contains("ninerouter_operator_objects{kind=\"Combo\",ready=\"True\"} 1.0")
                            .contains("ninerouter_operator_config_hash{namespace=\"default\",router=\"main\"}")
                            .contains(
                                    "ninerouter_operator_replicas{namespace=\"default\",router=\"main\",state=\"ready\"} 1.0")
                            .contains(
                                    "ninerouter_operator_replicas{namespace=\"default\",router=\"main\",state=\"programmed\"} 1.0")
                            .contains("ninerouter_operator_propagation_seconds_bucket{le=\"1.0\"}")
                            .contains("reconciliations_queue"));
            assertThat(value(metrics(app), "ninerouter_operator_propagation_seconds_count"))
                    .isPositive();
            assertThat(value(metrics(app), "ninerouter_operator_api_requests_total{outcome=\"ok\"}"))
                    .isGreaterThan(20);
            assertThat(value(metrics(app), "ninerouter_operator_api_watches_total"))
                    .isGreaterThanOrEqualTo(8);
            assertThat(Files.readString(README))
                    .as("every metric is documented")
                    .contains(families(metrics(app)));
        }
    }

    @Test
    void itLivesWithoutAnApiServerAndIsNotReady() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Config nowhere = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + free)
                .build();
        try (KubernetesClient client = OperatorClients.create(nowhere);
                OperatorApp app = OperatorApp.start(client, settings())) {
            assertThat(get(app, "/livez").statusCode()).isEqualTo(200);
            assertThat(get(app, "/readyz").statusCode()).isEqualTo(503);
            assertThat(metrics(app)).contains("ninerouter_operator_leader 0.0");
        }
    }

    @Test
    void itLivesOnWhenTheApiServerGoes() throws Exception {
        try (Cluster cluster = Cluster.start(folder)) {
            OperatorApp app = cluster.operator(settings());
            cluster.router("main");
            cluster.awaitConfig("main", found -> true);

            cluster.api().close();

            assertThat(get(app, "/livez").statusCode()).isEqualTo(200);
            assertThat(get(app, "/metrics").statusCode()).isEqualTo(200);
        }
    }

    private static void use(Cluster cluster, ProbedProvider provider) {
        cluster.router("main");
        cluster.replica("gw-1", "main");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: node, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s", models: [{id: m}], discovery: {enabled: false}}
                """.formatted(provider.baseUrl()));
        cluster.account("acct", "node");
        cluster.awaitCondition(ProviderConnection.class, "acct", "CredentialsValid", "True", "Valid");
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        cluster.combo("good", "node/m");
        cluster.combo("bad", "bad");
        cluster.awaitCondition(Combo.class, "good", "Ready", "True", "Ready");
        cluster.awaitCondition(Combo.class, "bad", "Ready", "False", "Cycle");
    }

    private static OperatorSettings settings() {
        return new OperatorSettings(
                        Scope.EVERYWHERE,
                        OperatorSettings.Election.in("kube-system", "one"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        null,
                        Cluster.GATEWAY_IMAGE)
                .withOutbound(new OutboundHttp.Surroundings(ProxyRules.DIRECT, true));
    }

    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> families(String metrics) {
        Matcher matcher = Pattern.compile("(?m)^# TYPE (\\S+)").matcher(metrics);
        Set<String> names = new TreeSet<>();
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String metrics(OperatorApp app) throws Exception {
        return get(app, "/metrics").body();
    }

    private static HttpResponse<String> get(OperatorApp app, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + app.managementPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
