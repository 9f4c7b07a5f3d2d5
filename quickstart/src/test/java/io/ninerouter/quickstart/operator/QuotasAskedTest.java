package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderConnection.Quota;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.quickstart.api.tls.TestIdentity;
import io.ninerouter.quickstart.egress.FakeProxy;
import io.ninerouter.quickstart.egress.TlsFront;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A built-in provider is asked what its accounts have left, the way that their traffic goes: one near its end goes behind. */
@Timeout(120)
class QuotasAskedTest {
    @TempDir
    Path folder;

    @Test
    void anAccountThatIsNearlySpentGoesBehindItsPeerAndIsNeverLeftOut() throws Exception {
        TestIdentity identity = new TestIdentity("openrouter.ai");
        try (ListingProvider provider = new ListingProvider("{\"data\": [{\"id\": \"v/m\"}]}");
                TlsFront front = new TlsFront(identity, null, provider.port());
                FakeProxy proxy = FakeProxy.http(null);
                Cluster cluster = Cluster.start(folder)) {
            proxy.leadsTo(front.port());
            provider.says("/api/v1/key", "key-of-one", left(2));
            provider.says("/api/v1/key", "key-of-two", left(90));
            cluster.operator(Cluster.settings("one", Scope.EVERYWHERE).withProbes(true));
            router(cluster);
            authority(cluster, identity);
            account(cluster, proxy, "one", true);
            account(cluster, proxy, "two", true);
            try (Gateways gateways = Gateways.start(cluster, 1)) {
                assertThat(used(cluster, "one", "credits")).isEqualTo(98);
                assertThat(used(cluster, "two", "credits")).isEqualTo(10);
                awaitServedBy("key-of-two", provider, gateways, "openrouter/v/m");

                account(cluster, proxy, "two", false);
                awaitServedBy("key-of-one", provider, gateways, "openrouter/v/m");
            }
        }
    }

    @Test
    void copilotIsAskedWithTheLoginsTokenAndServesWithTheOneThatThisMakes() throws Exception {
        TestIdentity identity = new TestIdentity("api.github.com");
        try (ListingProvider provider = new ListingProvider("{\"data\": []}");
                TlsFront front = new TlsFront(identity, null, provider.port());
                FakeProxy proxy = FakeProxy.http(null);
                Cluster cluster = Cluster.start(folder)) {
            proxy.leadsTo(front.port());
            copilotSays(provider, "one", 1, 3);
            copilotSays(provider, "two", 2, 270);
            cluster.operator(Cluster.settings("one", Scope.EVERYWHERE).withProbes(true));
            router(cluster);
            authority(cluster, identity);
            login(cluster, proxy, "one");
            login(cluster, proxy, "two");
            try (Gateways gateways = Gateways.start(cluster, 1)) {
                assertThat(used(cluster, "one", "premium interactions")).isEqualTo(99);
                assertThat(used(cluster, "two", "premium interactions")).isEqualTo(10);
                awaitServedBy("made-of-two", provider, gateways, "github/gpt-4o");
            }
        }
    }

    /** GitHub, to whoever shows the token of a login; traffic goes where the token that it makes says. */
    private static void copilotSays(ListingProvider provider, String name, int id, int left) {
        String login = "token login-of-" + name;
        Instant now = Instant.now();
        provider.saysTo(login, "/user", "{\"id\": " + id + ", \"login\": \"" + name + "\"}");
        provider.saysTo(
                login,
                "/copilot_internal/v2/token",
                "{\"token\": \"made-of-%s\", \"expires_at\": %d, \"endpoints\": {\"api\": \"https://api.github.com\"}}"
                        .formatted(name, now.plus(Duration.ofHours(9)).getEpochSecond()));
        provider.saysTo(
                login,
                "/copilot_internal/user",
                ("{\"quota_reset_date\": \"%s\", \"quota_snapshots\": {\"chat\": {\"unlimited\": true},"
                                + " \"premium_interactions\": {\"entitlement\": 300, \"remaining\": %d}}}")
                        .formatted(now.plus(Duration.ofDays(9)), left));
    }

    private static void awaitServedBy(String key, ListingProvider provider, Gateways gateways, String model) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            provider.asked().clear();
            return gateways.ask(1, model).statusCode() == 200
                    && provider.asked().equals(List.of("Bearer " + key));
        });
    }

    private static String left(int percent) {
        return "{\"data\": {\"limit\": 100, \"limit_remaining\": " + percent + ", \"limit_reset\": \"monthly\"}}";
    }

    private static int used(Cluster cluster, String name, String window) {
        ProviderConnection told = cluster.await(
                ProviderConnection.class,
                name,
                one -> one.getStatus() != null && !one.getStatus().quotas().isEmpty());
        Quota quota = told.getStatus().quotas().getFirst();
        assertThat(quota.window()).isEqualTo(window);
        return quota.usedPercent();
    }

    private static void authority(Cluster cluster, TestIdentity identity) throws Exception {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(Cluster.NAMESPACE)
                        .withName("ca")
                        .endMetadata()
                        .withStringData(Map.of("ca.crt", identity.certificate()))
                        .build())
                .create();
    }

    private static void router(Cluster cluster) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}, routing: {accounts: {strategy: FillFirst}}}
                """);
    }

    private static void login(Cluster cluster, FakeProxy proxy, String name) {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(Cluster.NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .withStringData(Map.of("access-token", "login-of-" + name))
                        .build())
                .create();
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: %s, namespace: default}
                spec:
                  provider: github
                  settings: {editorVersion: vscode/1.110.0, integrationId: vscode-chat}
                  auth: {oauth: {flow: Import, secretRef: {name: %s}}}
                  egress: {proxy: {https: 'http://%s'}, tls: {caSecretRef: {name: ca}}}
                """.formatted(name, name, proxy.address()));
    }

    private static void account(Cluster cluster, FakeProxy proxy, String name, boolean active) {
        cluster.secret(name, "key-of-" + name);
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: %s, namespace: default}
                spec:
                  provider: openrouter
                  active: %s
                  auth: {apiKey: {secretRef: {name: %s}}}
                  egress: {proxy: {https: 'http://%s'}, tls: {caSecretRef: {name: ca}}}
                """.formatted(name, active, name, proxy.address()));
    }
}
