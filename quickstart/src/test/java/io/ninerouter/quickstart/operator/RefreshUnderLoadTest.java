package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.operator.OperatorApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten gateways and a thousand requests when the one account's token ends: one renewal, no failed request. */
@Timeout(180)
class RefreshUnderLoadTest {
    private static final int GATEWAYS = 10;
    private static final int REQUESTS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Cluster cluster;
    private TokenVendor vendor;
    private Gateways gateways;
    private OperatorApp operator;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        vendor = new TokenVendor();
        operator = cluster.operator("one");
        Map<String, String> data = new TreeMap<>();
        data.put(
                "refresh-token",
                Base64.getEncoder().encodeToString(vendor.newRefreshToken().getBytes()));
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("acct-tokens")
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: acme, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%1$s/v1", models: [{id: m}]}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct, namespace: default}
                spec:
                  provider: acme
                  settings: {login: kimi-coding, login.origin: "%1$s"}
                  auth: {oauth: {flow: Import, secretRef: {name: acct-tokens}}}
                """.formatted(vendor.origin()));
        gateways = Gateways.start(cluster, GATEWAYS);
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        operator.close();
        vendor.close();
        cluster.close();
    }

    @Test
    void tokenThatIsTakenBackIsRenewedOnceAndNoCallerSeesIt() throws Exception {
        assertThat(vendor.refreshes).hasValue(1);
        vendor.revokeAccess();

        assertThat(askAll()).isEmpty();
        assertThat(vendor.refreshes).as("one renewal for all gateways").hasValue(2);
        assertThat(vendor.reuses).hasValue(0);
        assertThat(vendor.refused.get()).as("refusals that gateways met").isPositive();
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
    }

    @Test
    void tokenThatEndsWithoutAnOperatorIsShownToNobodyAndAwaited() throws Exception {
        // Renewed after a third of its life, until the operator goes.
        vendor.lifeSeconds = 4;
        vendor.revokeAccess();
        assertThat(gateways.ask(1, "acme/m").statusCode()).isEqualTo(200);
        operator.close();
        int before = vendor.refreshes.get();
        vendor.lifeSeconds = 3_600;
        await().atMost(PATIENCE)
                .until(() -> vendor.access.values().stream().noneMatch(end -> end.isAfter(Instant.now())));
        vendor.refused.set(0);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<List<String>> asked = threads.submit(this::askAll);
            operator = cluster.operator("two");

            assertThat(asked.get()).isEmpty();
        }
        assertThat(vendor.refreshes).hasValue(before + 1);
        assertThat(vendor.reuses).hasValue(0);
        assertThat(vendor.refused).as("an ended token is not shown").hasValue(0);
    }

    /** What went wrong. */
    private List<String> askAll() throws Exception {
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int gateway = 1 + i % GATEWAYS;
                requests.add(() -> {
                    var answer = gateways.ask(gateway, "acme/m");
                    return answer.statusCode() == 200 ? "" : answer.statusCode() + " " + answer.body();
                });
            }
            for (Future<String> one : threads.invokeAll(requests)) {
                if (!one.get().isEmpty()) {
                    failures.add(one.get());
                }
            }
        }
        return failures;
    }
}
