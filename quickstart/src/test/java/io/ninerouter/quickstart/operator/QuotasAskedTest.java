package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderConnection.Quota;
import io.ninerouter.quickstart.api.tls.TestIdentity;
import io.ninerouter.quickstart.egress.FakeProxy;
import io.ninerouter.quickstart.egress.TlsFront;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A built-in provider is asked what its accounts have left, the way that their traffic goes: one near its end goes behind. */
@Timeout(120)
class QuotasAskedTest {
    private static final String HOST = "openrouter.ai";

    @TempDir
    Path folder;

    @Test
    void anAccountThatIsNearlySpentGoesBehindItsPeerAndIsNeverLeftOut() throws Exception {
        TestIdentity identity = new TestIdentity(HOST);
        try (ListingProvider provider = new ListingProvider("{\"data\": [{\"id\": \"v/m\"}]}");
                TlsFront front = new TlsFront(identity, null, provider.port());
                FakeProxy proxy = FakeProxy.http(null);
                Cluster cluster = Cluster.start(folder)) {
            proxy.leadsTo(front.port());
            provider.says("/api/v1/key", "key-of-one", left(2));
            provider.says("/api/v1/key", "key-of-two", left(90));
            cluster.operator(Cluster.settings("one", Set.of()).withProbes(true));
            cluster.apply("""
                    apiVersion: ninerouter.io/v1alpha1
                    kind: Router
                    metadata: {name: main, namespace: default}
                    spec: {gateway: {replicas: 0}, access: {requireApiKey: false}, routing: {accounts: {strategy: FillFirst}}}
                    """);
            authority(cluster, identity);
            account(cluster, proxy, "one", true);
            account(cluster, proxy, "two", true);
            try (Gateways gateways = Gateways.start(cluster, 1)) {
                assertThat(used(cluster, "one")).isEqualTo(98);
                assertThat(used(cluster, "two")).isEqualTo(10);
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    provider.asked().clear();
                    return gateways.ask(1, "openrouter/v/m").statusCode() == 200
                            && provider.asked().equals(List.of("Bearer key-of-two"));
                });

                account(cluster, proxy, "two", false);
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    provider.asked().clear();
                    return gateways.ask(1, "openrouter/v/m").statusCode() == 200
                            && provider.asked().equals(List.of("Bearer key-of-one"));
                });
            }
        }
    }

    private static String left(int percent) {
        return "{\"data\": {\"limit\": 100, \"limit_remaining\": " + percent + ", \"limit_reset\": \"monthly\"}}";
    }

    private static int used(Cluster cluster, String name) {
        ProviderConnection told = cluster.await(
                ProviderConnection.class,
                name,
                one -> one.getStatus() != null && !one.getStatus().quotas().isEmpty());
        Quota quota = told.getStatus().quotas().getFirst();
        assertThat(quota.window()).isEqualTo("credits");
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
