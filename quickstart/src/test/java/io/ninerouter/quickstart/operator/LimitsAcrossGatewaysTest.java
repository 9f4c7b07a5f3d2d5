package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Router;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways, one operator: a caller's limits and budget are those of both together. */
class LimitsAcrossGatewaysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "sk-my-own-key";

    @TempDir
    Path folder;

    private Cluster cluster;
    private LimitingProvider provider;
    private Gateways gateways;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new LimitingProvider();
        cluster.operator("one");
        cluster.secret("own", KEY);
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: paid, namespace: default}
                spec:
                  dialect: OpenAIChat
                  baseUrl: "%s"
                  models: [{id: m, price: {input: "0", output: "500000"}}]
                """.formatted(provider.baseUrl()));
        cluster.account("acct", "paid");
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        provider.close();
        cluster.close();
    }

    private void begin(String bounds) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec:
                  secretRef: {name: own}
                  %s
                """.formatted(bounds));
        gateways = Gateways.start(cluster, 2);
        cluster.await(
                Router.class,
                "main",
                router -> router.getStatus() != null
                        && router.getStatus().replicas() != null
                        && router.getStatus().replicas().programmed() == 2);
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
    }

    private HttpResponse<String> ask(int gateway) throws Exception {
        return gateways.ask(gateway, "paid/m", KEY);
    }

    @Test
    void onePlaceGoesWhereItIsWanted() throws Exception {
        begin("limits: {concurrentRequests: 1}");
        for (int round = 0; round < 3; round++) {
            for (int gateway = 1; gateway <= 2; gateway++) {
                int which = gateway;
                await().atMost(PATIENCE).until(() -> ask(which).statusCode() == 200);
            }
        }
    }

    @Test
    void requestsOfBothCountTogether() throws Exception {
        begin("limits: {requestsPerMinute: 4}");
        int served = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = ask(1 + i % 2);
            served += answer.statusCode() == 200 ? 1 : 0;
            if (answer.statusCode() != 200) {
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(answer.headers().firstValue("x-ratelimit-limit-requests"))
                        .contains("4");
            }
        }
        double minutes = (System.nanoTime() - begun) / 6e10;
        assertThat(served).isGreaterThanOrEqualTo(2).isLessThanOrEqualTo((int) Math.ceil(4 + 4 * minutes));
        assertThat(provider.calls()).isEqualTo(served);
    }

    @Test
    void aBudgetIsSpentOnceByBothAndThenTheKeyIsPaused() throws Exception {
        begin("budget: {amountUsd: '5', period: Month, timezone: Europe/Berlin}");
        int served = 0;
        HttpResponse<String> answer = ask(1);
        // Half a USD each.
        for (int i = 0; i < 40 && !answer.body().contains("insufficient_quota"); i++) {
            served += answer.statusCode() == 200 ? 1 : 0;
            answer = ask(1 + i % 2);
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("budget of default/coder: 5 USD a month is spent");
        assertThat(Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow()))
                .isPositive();
        assertThat(served).isBetween(9, 11);
        ApiKey paused = cluster.awaitCondition(ApiKey.class, "coder", "Ready", "False", "BudgetSpent");
        assertThat(paused.getStatus().budget().paused()).isTrue();
        assertThat(Instant.parse(paused.getStatus().budget().resetsAt())).isAfter(Instant.now());
        assertThat(Double.parseDouble(paused.getStatus().budget().spentUsd())).isBetween(4.5, 5.5);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.client()
                                .resources(Event.class)
                                .inNamespace(Cluster.NAMESPACE)
                                .list()
                                .getItems())
                        .filteredOn(event -> event.getInvolvedObject().getName().equals("coder"))
                        .extracting(Event::getReason)
                        .contains("BudgetNearlySpent", "BudgetSpent"));

        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec:
                  secretRef: {name: own}
                  budget: {amountUsd: '50', period: Month, timezone: Europe/Berlin}
                """);
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        await().atMost(PATIENCE).until(() -> ask(2).statusCode() == 200);
    }
}
