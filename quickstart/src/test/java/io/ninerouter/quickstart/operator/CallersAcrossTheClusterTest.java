package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Callers as a gateway meets them: keys that come, go and change, and ServiceAccounts that show their tokens. */
@Timeout(180)
class CallersAcrossTheClusterTest {
    private static final Logger LOG = LoggerFactory.getLogger(CallersAcrossTheClusterTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MODEL = "keyed/m";

    @TempDir
    Path folder;

    private Cluster cluster;
    private KeyedProvider provider;
    private Gateways gateways;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new KeyedProvider("key-one");
        cluster.operator("one");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {serviceAccounts: {audience: ninerouter}}}
                """);
        provider.account(cluster, "key-one");
        gateways = Gateways.start(cluster, 1);
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        provider.close();
        cluster.close();
    }

    @Test
    void deletedApiKeyIsRefusedWithinASecondOrSoAndItsSecretGoes() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            ApiKey key = issue("coder" + round, "");
            String text = cluster.value("coder" + round, "api-key");
            assertThat(gateways.ask(1, MODEL, text).statusCode()).isEqualTo(200);

            long deleted = System.nanoTime();
            cluster.client().resource(key).delete();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> gateways.ask(1, MODEL, text).statusCode() == 401);
            millis.add(Duration.ofNanos(System.nanoTime() - deleted).toMillis());
            String name = "coder" + round;
            await().atMost(PATIENCE).until(() -> cluster.find(name) == null);
        }
        Collections.sort(millis);
        LOG.info("a deleted key was refused after {} ms (median), {} ms (longest)", millis.get(2), millis.getLast());
    }

    @Test
    void keyIsReplacedWhenItsTimeHasComeAndNobodyNotices() throws Exception {
        issue("coder", ", rotation: {every: 1h, overlap: 30m}");
        String old = cluster.value("coder", "api-key");
        try (Load load = Load.of(2, () -> gateways.ask(1, MODEL, cluster.value("coder", "api-key")))) {
            await().atMost(PATIENCE).until(() -> load.answers() > 10);
            annotate(
                    "ninerouter.io/issued-at",
                    Instant.now().minus(Duration.ofHours(2)).toString());
            await().atMost(PATIENCE)
                    .until(() -> !cluster.value("coder", "api-key").equals(old));
            int more = load.answers() + 20;
            await().atMost(PATIENCE).until(() -> load.answers() > more);

            assertThat(load.stop())
                    .as("the key in the Secret works at every moment")
                    .isEmpty();
        }
        assertThat(cluster.value("coder", "OPENAI_API_KEY")).isEqualTo(cluster.value("coder", "api-key"));
        assertThat(gateways.ask(1, MODEL, old).statusCode()).as("the overlap").isEqualTo(200);
        ApiKey told = cluster.await(
                ApiKey.class,
                "coder",
                key -> key.getStatus().rotation() != null
                        && key.getStatus().rotation().previousUntil() != null);
        Instant issued = Instant.parse(told.getStatus().rotation().issuedAt());
        assertThat(told.getStatus().rotation().nextAt())
                .isEqualTo(issued.plus(Duration.ofHours(1)).toString());
        assertThat(told.getStatus().rotation().previousUntil())
                .isEqualTo(issued.plus(Duration.ofMinutes(30)).toString());
        await().atMost(PATIENCE).until(() -> events().contains("KeyRotated"));

        String previous = cluster.find("coder").getMetadata().getAnnotations().get("ninerouter.io/previous-keys");
        annotate(
                "ninerouter.io/previous-keys",
                previous.substring(0, 65) + Instant.now().plusSeconds(2).toString());
        await().atMost(PATIENCE).until(() -> gateways.ask(1, MODEL, old).statusCode() == 401);
        assertThat(gateways.ask(1, MODEL, cluster.value("coder", "api-key")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void deletedSecretRevokesItsKeyAndANewOneIsIssued() throws Exception {
        issue("coder", "");
        String old = cluster.value("coder", "api-key");
        cluster.client().secrets().inNamespace("default").withName("coder").delete();

        await().atMost(PATIENCE).until(() -> gateways.ask(1, MODEL, old).statusCode() == 401);
        await().atMost(PATIENCE).until(() -> cluster.find("coder") != null);
        String next = cluster.value("coder", "api-key");
        assertThat(next).isNotEqualTo(old);
        await().atMost(PATIENCE).until(() -> gateways.ask(1, MODEL, next).statusCode() == 200);
    }

    @Test
    void keyMovesWithItsSecretNameAndVariablesFollowTheEndpoint() throws Exception {
        issue("coder", "");
        String key = cluster.value("coder", "api-key");
        try (Load load = Load.of(2, () -> gateways.ask(1, MODEL, key))) {
            apply("coder", "{secretName: moved}");
            await().atMost(PATIENCE).until(() -> cluster.find("moved") != null && cluster.find("coder") == null);
            assertThat(cluster.value("moved", "api-key")).isEqualTo(key);
            int more = load.answers() + 20;
            await().atMost(PATIENCE).until(() -> load.answers() > more);
            assertThat(load.stop()).isEmpty();
        }
        assertThat(cluster.value("moved", "OPENAI_BASE_URL")).endsWith(".example:8080/v1");
    }

    @Test
    void serviceAccountsAreTakenByTheirTokens() throws Exception {
        account("coder");
        account("stranger");
        apply("by-account", "{subject: {serviceAccount: {name: coder}}, models: ['keyed/m']}");
        cluster.awaitCondition(ApiKey.class, "by-account", "Ready", "True", "Ready");
        String token = token("coder", "ninerouter");

        assertThat(gateways.ask(1, MODEL, token).statusCode()).isEqualTo(200);
        refused(gateways.ask(1, "keyed/other", token), 403, "keyed/other");
        refused(gateways.ask(1, MODEL, token("coder", "elsewhere")), 401, "another audience (expected: ninerouter)");
        refused(
                gateways.ask(1, MODEL, token("stranger", "ninerouter")),
                403,
                "no ApiKey names system:serviceaccount:default:stranger");
        refused(gateways.ask(1, MODEL, token.substring(0, token.length() - 8) + "AAAAAAAA"), 401, "not one of this");

        cluster.api().faults().pause();
        try {
            assertThat(gateways.ask(1, MODEL, token).statusCode())
                    .as("without the API server")
                    .isEqualTo(200);
        } finally {
            cluster.api().faults().resume();
        }
    }

    @Test
    void tokensOfADeletedServiceAccountAreRefusedEvenWhenItComesBack() throws Exception {
        account("coder");
        apply("by-account", "{subject: {serviceAccount: {name: coder}}}");
        cluster.awaitCondition(ApiKey.class, "by-account", "Ready", "True", "Ready");
        String token = token("coder", "ninerouter");
        assertThat(gateways.ask(1, MODEL, token).statusCode()).isEqualTo(200);

        cluster.client()
                .serviceAccounts()
                .inNamespace("default")
                .withName("coder")
                .delete();
        await().atMost(PATIENCE).until(() -> gateways.ask(1, MODEL, token).statusCode() == 403);
        cluster.awaitCondition(ApiKey.class, "by-account", "ResolvedRefs", "False", "ServiceAccountNotFound");
        account("coder");
        cluster.awaitCondition(ApiKey.class, "by-account", "Ready", "True", "Ready");

        refused(gateways.ask(1, MODEL, token), 401, "of a ServiceAccount that is no more");
        assertThat(gateways.ask(1, MODEL, token("coder", "ninerouter")).statusCode())
                .isEqualTo(200);
    }

    private ApiKey issue(String name, String more) {
        apply(name, "{secretName: " + name + more + "}");
        return cluster.awaitCondition(ApiKey.class, name, "Ready", "True", "Ready");
    }

    private void apply(String name, String spec) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: %s, namespace: default}
                spec: %s
                """.formatted(name, spec));
    }

    private void annotate(String annotation, String value) {
        cluster.client().secrets().inNamespace("default").withName("coder").edit(secret -> {
            secret.getMetadata().getAnnotations().put(annotation, value);
            return secret;
        });
    }

    private List<String> events() {
        return cluster.client().v1().events().inNamespace("default").list().getItems().stream()
                .map(Event::getReason)
                .toList();
    }

    private void account(String name) {
        cluster.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private String token(String account, String audience) {
        return cluster.client()
                .serviceAccounts()
                .inNamespace("default")
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private static void refused(HttpResponse<String> answer, int status, String said) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(said).doesNotContain("eyJ");
    }
}
