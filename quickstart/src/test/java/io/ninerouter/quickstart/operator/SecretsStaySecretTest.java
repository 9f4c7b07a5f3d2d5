package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.quickstart.Logs;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canaries: keys and tokens that pass through both programs, well used, refused, rotated and mistyped, stand in no log, event,
 * status, metric, and in no configuration.
 */
@Timeout(180)
class SecretsStaySecretTest {
    private static final String PROVIDER_KEY = "canary-provider-key-5f1d";
    private static final String BROUGHT = "sk-canary-brought-77aa0123456789";
    private static final String TYPO = "sk-canary-typo-99bb";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void noKeyAndNoTokenShowsAnywhere() throws Exception {
        try (Cluster cluster = Cluster.start(folder);
                KeyedProvider provider = new KeyedProvider("another key")) {
            OperatorApp operator = cluster.operator(new OperatorSettings(
                            Scope.EVERYWHERE,
                            OperatorSettings.Election.in("kube-system", "one"),
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            null)
                    .withOutbound(new OutboundHttp.Surroundings(ProxyRules.DIRECT, true)));
            prepare(cluster, provider);
            try (Gateways gateways = Gateways.start(cluster, 1);
                    Logs logs = new Logs()) {
                List<String> secrets = use(cluster, gateways);
                Map<String, String> places = places(cluster, gateways, operator);
                places.put("logs", logs.text());

                assertThat(logs.text()).as("logs were read").contains("wrote a key");
                assertThat(places.get("gateway metrics")).contains("ninerouter");
                assertThat(places.get("operator metrics")).contains("ninerouter_operator_leader");
                assertThat(places.get("events")).contains("KeyRotated");
                assertThat(places.get("configuration")).contains("digests", "jwks");
                places.forEach((place, text) ->
                        secrets.forEach(secret -> assertThat(text).as(place).doesNotContain(secret)));
            }
        }
    }

    private static void prepare(Cluster cluster, KeyedProvider provider) {
        provider.account(cluster, PROVIDER_KEY);
        cluster.secret("brought", BROUGHT);
        cluster.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("coder")
                        .endMetadata()
                        .build())
                .create();
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {serviceAccounts: {audience: ninerouter}}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: issued, namespace: default}
                spec: {secretName: issued}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: brought, namespace: default}
                spec: {secretRef: {name: brought}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: twice, namespace: default}
                spec: {secretRef: {name: brought}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: account, namespace: default}
                spec: {subject: {serviceAccount: {name: coder}}}
                """);
    }

    /** Uses, mistypes and rotates; what must not show. */
    private static List<String> use(Cluster cluster, Gateways gateways) throws Exception {
        cluster.awaitCondition(ApiKey.class, "issued", "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, "account", "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, "twice", "Accepted", "False", "Conflict");
        String token = token(cluster, "ninerouter");
        String wrong = token(cluster, "elsewhere");
        String first = cluster.value("issued", "api-key");
        List<String> shown = List.of(first, BROUGHT, token, wrong, TYPO);
        for (String one : shown) {
            gateways.ask(1, "keyed/m", one);
        }
        cluster.awaitCondition(ProviderConnection.class, "acct", "CredentialsValid", "False", "Refused");
        cluster.api()
                .faults()
                .failNext(
                        1,
                        500,
                        request -> request.verb().equals("patch")
                                && request.resource().equals("secrets")
                                && request.name().equals("issued"));
        cluster.client()
                .resources(ApiKey.class)
                .inNamespace("default")
                .withName("issued")
                .edit(key -> {
                    key.getMetadata().setAnnotations(Map.of("ninerouter.io/rotate", "now"));
                    return key;
                });
        await().atMost(PATIENCE).until(() -> !cluster.value("issued", "api-key").equals(first));
        String second = cluster.value("issued", "api-key");
        gateways.ask(1, "keyed/m", second);
        await().atMost(PATIENCE).until(() -> events(cluster).contains("KeyRotated"));
        List<String> secrets = new ArrayList<>(shown);
        secrets.add(second);
        secrets.add(PROVIDER_KEY);
        // A token's signature alone would do to know it again.
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
        return secrets;
    }

    private static Map<String, String> places(Cluster cluster, Gateways gateways, OperatorApp operator)
            throws Exception {
        Map<String, String> places = new TreeMap<>();
        places.put("gateway metrics", gateways.manage(1, "/metrics"));
        URI metrics = URI.create("http://127.0.0.1:" + operator.managementPort() + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            places.put(
                    "operator metrics",
                    http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        }
        places.put("events", events(cluster));
        for (Class<? extends HasMetadata> type :
                List.of(Router.class, ProviderConnection.class, ApiKey.class, GatewayReplica.class)) {
            places.put(
                    type.getSimpleName(),
                    Serialization.asYaml(cluster.client()
                            .resources(type)
                            .inNamespace("default")
                            .list()
                            .getItems()));
        }
        Secret config = cluster.find(RouterSecrets.configName("main"));
        byte[] packed = SecretData.of(config).get(RouterSecrets.CONFIG_KEY);
        assertThat(ConfigCodec.decode(packed).keys()).hasSize(3);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            places.put("configuration", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        places.put("annotations", Serialization.asYaml(cluster.find("issued").getMetadata()));
        return places;
    }

    private static String events(Cluster cluster) {
        return Serialization.asYaml(
                cluster.client().v1().events().inNamespace("default").list().getItems());
    }

    private static String token(Cluster cluster, String audience) {
        return cluster.client()
                .serviceAccounts()
                .inNamespace("default")
                .withName("coder")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
