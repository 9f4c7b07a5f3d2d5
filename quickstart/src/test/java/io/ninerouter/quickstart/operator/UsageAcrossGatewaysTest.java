package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.UsageTotals;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.operator.settings.UsagePace;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real gateways and real operators, which meet through the API server alone: what was used is told once. */
class UsageAcrossGatewaysTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofMinutes(3);

    /** As in production, but that nobody waits for a minute to see whether a sum comes twice. */
    private static final UsagePace QUICK =
            new UsagePace(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));

    /** A token in and one out: 2 + 8 USD for a million. */
    private static final BigDecimal EACH = new BigDecimal("0.00001");

    @TempDir
    Path folder;

    private Cluster cluster;
    private OperatorApp operator;
    private LimitingProvider provider;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new LimitingProvider();
        operator = operator("one");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: priced, namespace: default}
                spec:
                  dialect: OpenAIChat
                  baseUrl: "%s"
                  models: [{id: m, price: {input: "2", output: "8"}}, {id: cut, price: {input: "2", output: "8"}}]
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: coder}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: tester, namespace: default}
                spec: {secretName: tester}
                """.formatted(provider.baseUrl()));
        cluster.account("acct", "priced");
    }

    @AfterEach
    void stop() throws Exception {
        provider.close();
        cluster.close();
    }

    @Test
    void sumsInTheStatusesAreThoseOfTheMetricsWhateverEnds() throws Exception {
        double metered;
        try (Gateways gateways = Gateways.start(cluster, 2)) {
            ready(2);
            for (int i = 0; i < 5; i++) {
                ask(gateways, 1, "coder");
                ask(gateways, 2, "coder");
            }
            ask(gateways, 2, "tester");
            await().atMost(SOON).until(() -> requests("coder") == 10);
            operator.close();
            for (int i = 0; i < 3; i++) {
                ask(gateways, 1, "coder");
            }
            metered = cost(gateways, 1) + cost(gateways, 2);
        }
        assertThat(cluster.client()
                        .resources(GatewayReplica.class)
                        .inNamespace("default")
                        .list()
                        .getItems())
                .as("reports that wait for an operator")
                .hasSize(2);

        operator("two");

        await().atMost(SOON).until(() -> requests("coder") == 13);
        await().atMost(SOON).until(() -> requests("tester") == 1);
        await().atMost(SOON).until(() -> routerRequests() == 14);
        await().atMost(SOON)
                .until(() -> cluster.client()
                        .resources(GatewayReplica.class)
                        .inNamespace("default")
                        .list()
                        .getItems()
                        .isEmpty());
        UsageTotals coder = find(ApiKey.class, "coder").getStatus().usage();
        assertThat(coder.inputTokens()).isEqualTo(13);
        assertThat(coder.outputTokens()).isEqualTo(13);
        assertThat(new BigDecimal(coder.costUsd())).isEqualByComparingTo(EACH.multiply(BigDecimal.valueOf(13)));
        await().atMost(SOON)
                .until(() -> Objects.equals(
                        attempts(find(ProviderConnection.class, "acct")
                                .getStatus()
                                .usage()),
                        14L));
        Router.Usage all = find(Router.class, "main").getStatus().usage();
        assertThat(new BigDecimal(all.total().costUsd())).isEqualByComparingTo(EACH.multiply(BigDecimal.valueOf(14)));
        assertThat(metered).isCloseTo(new BigDecimal(all.total().costUsd()).doubleValue(), Offset.offset(1e-12));
        assertThat(Cluster.condition(find(ApiKey.class, "coder").getStatus(), "Accepted"))
                .as("conditions stand beside the usage")
                .isNotNull();
        historyIsReadWithTheDocumentedCommand();
    }

    /** Of the gateways' metrics before they drain, and of the statuses after. */
    @Test
    void attemptsThatFailedOverAndThatWereCutAreToldOnce() throws Exception {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: dead, namespace: default}
                spec: {dialect: OpenAIChat, auth: {scheme: None}, baseUrl: "http://127.0.0.1:1/v1", models: [{id: m}]}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: dead, namespace: default}
                spec: {provider: dead, auth: {none: {}}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: Combo
                metadata: {name: robust, namespace: default}
                spec: {models: [{model: dead/m}, {model: priced/m}]}
                """);
        double attempts = 0;
        double tokens = 0;
        double cost = 0;
        try (Gateways gateways = Gateways.start(cluster, 2)) {
            ready(2);
            cluster.awaitCondition(Combo.class, "robust", "Ready", "True", "Ready");
            String bearer = cluster.value("coder", "api-key");
            ask(gateways, 1, "coder");
            ask(gateways, 2, "coder");
            assertThat(gateways.ask(1, "robust", bearer).statusCode()).isEqualTo(200);
            assertThat(gateways.stream(2, "priced/cut", bearer).body())
                    .contains("The beginning of an answer", "error")
                    .doesNotContain("[DONE]");
            await().atMost(SOON)
                    .until(() -> summed(gateways, 2, "ninerouter_attempts_total\\{[^}]*end=\"cut\"[^}]*}") == 1);
            for (int gateway = 1; gateway <= 2; gateway++) {
                attempts += summed(gateways, gateway, "ninerouter_attempts_total\\{.*}");
                tokens += summed(gateways, gateway, "ninerouter_tokens_total\\{.*}");
                cost += cost(gateways, gateway);
            }
        }
        assertThat(attempts)
                .as("one of them failed and was followed by another")
                .isEqualTo(5);

        await().atMost(SOON).until(() -> requests("coder") == 4 && routerRequests() == 4);
        await().atMost(SOON)
                .until(() -> Objects.equals(
                        attempts(find(ProviderConnection.class, "acct")
                                .getStatus()
                                .usage()),
                        4L));
        UsageTotals coder = find(ApiKey.class, "coder").getStatus().usage();
        UsageTotals all = find(Router.class, "main").getStatus().usage().total();
        for (UsageTotals told : List.of(coder, all)) {
            assertThat((double) told.attempts()).isEqualTo(attempts);
            assertThat((double) told.inputTokens() + told.outputTokens()).isEqualTo(tokens);
            assertThat(new BigDecimal(told.costUsd()).doubleValue()).isCloseTo(cost, Offset.offset(1e-12));
        }
        assertThat(tokens)
                .as("what was said of the one that was cut is estimated")
                .isGreaterThan(3 * 2 + 2);
    }

    @Test
    void nothingIsWrittenAtRest() throws Exception {
        try (Gateways gateways = Gateways.start(cluster, 1)) {
            ready(1);
            ask(gateways, 1, "coder");
            await().atMost(SOON).until(() -> requests("coder") == 1 && routerRequests() == 1);
            await().atMost(SOON)
                    .until(() -> Objects.equals(
                            attempts(find(ProviderConnection.class, "acct")
                                    .getStatus()
                                    .usage()),
                            1L));
            int before = cluster.requests().size();

            // A dozen rounds, and a report that says nothing new.
            await().atMost(SOON).until(() -> {
                List<String> written =
                        writes(before).stream().map(ApiRequest::resource).toList();
                return written.contains("gatewayreplicas") && Collections.frequency(written, "leases") >= 2;
            });

            assertThat(writes(before))
                    .allMatch(request -> List.of("gatewayreplicas", "leases").contains(request.resource()));
        }
    }

    @Test
    void anApiKeyThatIsMadeAnewBeginsAtZero() throws Exception {
        try (Gateways gateways = Gateways.start(cluster, 1)) {
            ready(1);
            ask(gateways, 1, "coder");
            ask(gateways, 1, "coder");
            await().atMost(SOON).until(() -> requests("coder") == 2);
            cluster.client()
                    .resources(ApiKey.class)
                    .inNamespace("default")
                    .withName("coder")
                    .delete();
            cluster.client().secrets().inNamespace("default").withName("coder").delete();
            cluster.apply("""
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ApiKey
                    metadata: {name: coder, namespace: default}
                    spec: {secretName: coder}
                    """);
            // What comes before the book knows of the new key is still the old one's.
            await().atMost(SOON).until(() -> isTold("coder") && requests("coder") == 0);
            cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
            ask(gateways, 1, "coder");

            await().atMost(SOON).until(() -> requests("coder") == 1);
            await().atMost(SOON).until(() -> routerRequests() == 3);
        }
    }

    private OperatorApp operator(String identity) throws Exception {
        return cluster.operator(Cluster.settings(identity, Scope.EVERYWHERE).withUsage(QUICK));
    }

    private List<ApiRequest> writes(int from) {
        return cluster.requests().subList(from, cluster.requests().size()).stream()
                .filter(request ->
                        List.of("patch", "update", "create", "delete").contains(request.verb()))
                .toList();
    }

    private void historyIsReadWithTheDocumentedCommand() throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v kubectl && command -v gunzip")
                        .start()
                        .waitFor()
                == 0);
        ProcessBuilder command = new ProcessBuilder(
                        "sh",
                        "-c",
                        "kubectl get secret main-usage -o jsonpath='{.data.history\\.json\\.gz}' | base64 -d | gunzip"
                                + " && echo && kubectl get apikeys")
                .redirectErrorStream(true);
        command.environment().put("KUBECONFIG", cluster.api().kubeconfig().toString());
        Process process = command.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        String[] lines = out.split("\n", 2);
        JsonNode history = JSON.readTree(lines[0]);
        assertThat(history.path("total").path("requests").asLong()).isEqualTo(14);
        assertThat(history.path("providers").path("acct").asText()).isEqualTo("priced");
        JsonNode day = history.path("days").get(0);
        assertThat(day.path("callers").path("default/coder").path("requests").asLong())
                .isEqualTo(13);
        assertThat(day.path("targets").path("acct/m").path("attempts").asLong()).isEqualTo(14);
        assertThat(lines[1]).contains("SPENT").containsPattern("coder .*0\\.00013 ");
    }

    private void ask(Gateways gateways, int gateway, String key) throws Exception {
        String bearer = cluster.value(key, "api-key");
        // A refused key is nobody's request.
        await().atMost(SOON)
                .until(() -> gateways.ask(gateway, "priced/m", bearer).statusCode() == 200);
    }

    private void ready(int replicas) {
        cluster.await(
                Router.class,
                "main",
                router -> router.getStatus() != null
                        && router.getStatus().replicas() != null
                        && router.getStatus().replicas().programmed() == replicas);
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, "tester", "Ready", "True", "Ready");
    }

    private static Long attempts(UsageTotals totals) {
        return totals == null ? null : totals.attempts();
    }

    private boolean isTold(String key) {
        ApiKey found = find(ApiKey.class, key);
        return found != null && found.getStatus() != null && found.getStatus().usage() != null;
    }

    private long requests(String key) {
        ApiKey found = find(ApiKey.class, key);
        UsageTotals totals = found == null || found.getStatus() == null
                ? null
                : found.getStatus().usage();
        return totals == null ? 0 : totals.requests();
    }

    private long routerRequests() {
        Router.Usage usage = find(Router.class, "main").getStatus().usage();
        return usage == null ? 0 : usage.total().requests();
    }

    private <T extends io.fabric8.kubernetes.api.model.HasMetadata> T find(Class<T> type, String name) {
        return cluster.client()
                .resources(type)
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private static double cost(Gateways gateways, int gateway) throws Exception {
        return summed(gateways, gateway, "ninerouter_cost_usd_total\\{.*}");
    }

    private static double summed(Gateways gateways, int gateway, String series) throws Exception {
        Matcher line = Pattern.compile("(?m)^" + series + " (\\S+)$").matcher(gateways.manage(gateway, "/metrics"));
        double sum = 0;
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return sum;
    }
}
