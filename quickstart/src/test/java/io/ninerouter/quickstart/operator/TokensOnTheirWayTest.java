package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.quickstart.egress.FakeProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens between a vendor that only a proxy finds, an API server that fails, and the Secret. */
@Timeout(180)
class TokensOnTheirWayTest {
    private static final String HOST = "vendor.invalid";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Cluster cluster;
    private TokenVendor vendor;
    private FakeProxy proxy;
    private String origin;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        vendor = new TokenVendor();
        proxy = FakeProxy.http("user:canary-pass");
        origin = "http://" + HOST + ":" + URI.create(vendor.origin()).getPort();
        cluster.operator("one");
        secret("login", Map.of("username", "user", "password", "canary-pass"));
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: acme, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s/v1", models: [{id: m}]}
                """.formatted(origin));
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        proxy.close();
        vendor.close();
    }

    @Test
    void loginRequestAndRenewalGoThroughTheProxyOfTheConnectionAlone() throws Exception {
        vendor.pollAnswer = "";
        connection("DeviceCode");
        try (Gateways gateways = Gateways.start(cluster, 1)) {
            cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
            assertThat(vendor.codes).hasValue(1);
            int before = proxy.targets().size();
            assertThat(before).as("the code and the poll").isGreaterThanOrEqualTo(2);

            vendor.revokeAccess();
            assertThat(gateways.ask(1, "acme/m").statusCode()).isEqualTo(200);
            assertThat(vendor.refreshes).hasValue(1);
            assertThat(proxy.targets().size()).as("the request and the renewal").isGreaterThan(before + 1);
        }
        // The vendor's name resolves nowhere: what reached it came this way.
        assertThat(proxy.targets()).containsOnly(URI.create(origin).getAuthority());
    }

    @Test
    void writesThatFailAreTriedUntilTheyLandAndTheVendorIsNotAskedAgain() throws Exception {
        String imported = vendor.newRefreshToken();
        // Both what is begun and what was given: 503 is what an API server says that is overloaded or being replaced.
        cluster.api()
                .faults()
                .failNext(
                        4,
                        503,
                        request -> request.resource().equals("secrets")
                                && "acct-tokens".equals(request.name())
                                && request.verb().equals("patch")
                                && vendor.refreshes.get() > 0);
        secret("acct-tokens", Map.of("refresh-token", imported));
        connection("Import");

        await().atMost(PATIENCE)
                .until(() -> !cluster.value("acct-tokens", "refresh-token").equals(imported));
        cluster.awaitCondition(ProviderConnection.class, "acct", "CredentialsValid", "True", "Valid");
        assertThat(vendor.refreshes).as("one answer, held until it was written").hasValue(1);
        assertThat(vendor.reuses).hasValue(0);
        assertThat(vendor.access).containsKey(cluster.value("acct-tokens", "access-token"));
    }

    private void connection(String flow) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct, namespace: default}
                spec:
                  provider: acme
                  settings: {login: kimi-coding, login.origin: "%1$s"}
                  auth: {oauth: {flow: %2$s, secretRef: {name: acct-tokens}}}
                  egress: {proxy: {https: "http://%3$s", http: "http://%3$s", secretRef: {name: login}}}
                """.formatted(origin, flow, proxy.address().replaceFirst("^http://", "")));
    }

    private void secret(String name, Map<String, String> values) {
        Map<String, String> data = new TreeMap<>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }
}
