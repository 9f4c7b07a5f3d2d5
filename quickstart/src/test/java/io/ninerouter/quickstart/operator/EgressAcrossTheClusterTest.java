package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.quickstart.api.tls.TestIdentity;
import io.ninerouter.quickstart.egress.FakeProxy;
import io.ninerouter.quickstart.egress.TlsFront;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider that only a proxy finds: from Secret and manifest to the operator's check and the gateway's answer. */
@Timeout(180)
class EgressAcrossTheClusterTest {
    private static final String KEY = "canary-provider-key";
    private static final String HOST = "provider.invalid";
    private static final String PASSWORD = "canary-proxy-password";

    @TempDir
    Path folder;

    private Cluster cluster;
    private KeyedProvider provider;
    private FakeProxy proxy;
    private Gateways gateways;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new KeyedProvider(KEY);
        proxy = FakeProxy.http("user:" + PASSWORD);
        cluster.operator(Cluster.settings("one", Scope.EVERYWHERE).withProbes(true));
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                """);
        cluster.secret("acct", KEY);
        login("user", PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        if (gateways != null) {
            gateways.close();
        }
        cluster.close();
        proxy.close();
        provider.close();
    }

    @Test
    void checksAndRequestsGoThroughTheProxyOfTheirConnection() throws Exception {
        int port = URI.create(provider.baseUrl()).getPort();
        gateways = Gateways.start(cluster, 1);
        connection("http://" + HOST + ":" + port + "/v1", proxied(""));
        ready();

        assertThat(condition().reason()).isEqualTo("Valid");
        // What the operator asks of its own accord is over.
        cluster.await(ProviderConnection.class, "acct", one -> one.getStatus().models() != null);
        assertThat(proxy.targets()).as("checks").isNotEmpty().containsOnly(HOST + ":" + port);
        int checks = proxy.targets().size();
        assertThat(gateways.ask(1, "node/m").statusCode()).isEqualTo(200);
        assertThat(proxy.targets()).hasSize(checks + 1);

        proxy.accepts("user:another");
        login("user", "another");
        awaitPublished("another");
        awaitAnswer(200);
        login("user", "wrong-" + PASSWORD);
        awaitPublished("wrong-" + PASSWORD);
        HttpResponse<String> refused = awaitAnswer(502);
        assertThat(refused.body())
                .contains(HOST, "proxy " + proxy.address() + " wants another user or password")
                .doesNotContain("canary");
        assertThat(Serialization.asYaml(current()) + Serialization.asYaml(router()))
                .doesNotContain("canary");
        assertThat(SecretData.config(cluster.find(RouterSecrets.configName("main")))
                        .toString())
                .doesNotContain("canary");
    }

    @Test
    void aPrivateAuthorityAndAClientCertificateChangeWithoutARestart() throws Exception {
        TestIdentity server = new TestIdentity(HOST);
        TestIdentity client = new TestIdentity("client");
        try (TlsFront front =
                new TlsFront(server, client, URI.create(provider.baseUrl()).getPort())) {
            gateways = Gateways.start(cluster, 1);
            secret("ca", Map.of("ca.crt", server.certificate()));
            pair(client);
            connection(
                    "https://" + HOST + ":" + front.port() + "/v1",
                    proxied(", tls: {caSecretRef: {name: ca}, clientCertificateSecretRef: {name: pair}}"));
            ready();
            assertThat(condition().reason()).isEqualTo("Valid");
            assertThat(gateways.ask(1, "node/m").statusCode()).isEqualTo(200);

            TestIdentity newer = new TestIdentity(HOST);
            TestIdentity newClient = new TestIdentity("client");
            front.shows(newer, newClient);
            secret("ca", Map.of("ca.crt", newer.certificate()));
            pair(newClient);
            awaitPublished(newClient.key());
            awaitAnswer(200);
            secret("ca", Map.of("ca.crt", server.certificate()));
            assertThat(awaitAnswer(502).body())
                    .contains(HOST + " shows a certificate of an authority that is not trusted");
            assertThat(Serialization.asYaml(current())).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void aSecretThatIsMissingIsNamed() {
        connection(
                "http://" + HOST + ":1/v1", ", egress: {proxy: {http: 'http://127.0.0.1:1', secretRef: {name: gone}}}");

        ProviderConnection told =
                cluster.awaitCondition(ProviderConnection.class, "acct", "ResolvedRefs", "False", "SecretNotFound");
        assertThat(Cluster.condition(told.getStatus(), "ResolvedRefs").message())
                .isEqualTo("egress.proxy.secretRef: Secret default/gone does not exist");
        secret("gone", Map.of("username", "user", "password", PASSWORD));
        cluster.awaitCondition(ProviderConnection.class, "acct", "ResolvedRefs", "True", "Resolved");
    }

    private String proxied(String more) {
        String address = "http://" + proxy.address();
        return ", egress: {proxy: {https: '" + address + "', http: '" + address + "', secretRef: {name: login}}" + more
                + "}";
    }

    private void connection(String url, String more) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: node, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s", models: [{id: m}]}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct, namespace: default}
                spec: {provider: node, auth: {apiKey: {secretRef: {name: acct}}}%s}
                """.formatted(url, more));
    }

    private void login(String user, String password) {
        secret("login", Map.of("username", user, "password", password));
    }

    private void pair(TestIdentity identity) throws Exception {
        secret("pair", Map.of("tls.crt", identity.certificate(), "tls.key", identity.key()));
    }

    private void secret(String name, Map<String, String> values) {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(Cluster.NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .withStringData(values)
                        .build())
                .fieldManager("kubectl")
                .forceConflicts()
                .serverSideApply();
    }

    private void awaitPublished(String secret) {
        cluster.awaitCredentials(
                "main",
                credentials -> credentials.byConnection().values().stream()
                        .anyMatch(one -> one.secret().reveal().strip().equals(secret.strip())));
    }

    /** As soon as the gateway goes by what was published. */
    private HttpResponse<String> awaitAnswer(int status) {
        return org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> gateways.ask(1, "node/m"), answer -> answer.statusCode() == status);
    }

    private void ready() {
        cluster.await(
                ProviderConnection.class,
                "acct",
                found -> found != null
                        && Cluster.has(found, "Ready", "True", "Ready")
                        && Cluster.has(found, "CredentialsValid", "True", "Valid"));
    }

    private Condition condition() {
        return Cluster.condition(current().getStatus(), "CredentialsValid");
    }

    private ProviderConnection current() {
        return cluster.client()
                .resources(ProviderConnection.class)
                .inNamespace("default")
                .withName("acct")
                .get();
    }

    private Router router() {
        return cluster.client()
                .resources(Router.class)
                .inNamespace("default")
                .withName("main")
                .get();
    }
}
