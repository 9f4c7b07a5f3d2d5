package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of callers: issued, adopted, revoked. */
@Timeout(120)
class OperatorKeysTest {
    private static final String CODER = """
            apiVersion: ninerouter.io/v1alpha1
            kind: ApiKey
            metadata: {name: coder, namespace: default}
            spec: {secretName: %s}
            """;

    @TempDir
    Path folder;

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = Cluster.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void keyIsIssuedOnceAndRevokedWithItsObject() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.replica("gw-1", "main");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: coder-key}
                """);

        ApiKey ready = cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        Secret secret = cluster.client()
                .secrets()
                .inNamespace("default")
                .withName("coder-key")
                .get();
        Map<String, byte[]> data = SecretData.of(secret);
        String key = text(data, "api-key");
        assertThat(key).matches("sk-[0-9a-f]{16}-[0-9a-f]{32}-[0-9a-f]{8}");
        assertThat(text(data, "OPENAI_API_KEY")).isEqualTo(key);
        assertThat(text(data, "OPENAI_BASE_URL")).isEqualTo("http://main.default.example:8080/v1");
        assertThat(text(data, "ANTHROPIC_AUTH_TOKEN")).isEqualTo(key);
        assertThat(text(data, "ANTHROPIC_BASE_URL")).isEqualTo("http://main.default.example:8080");
        assertThat(text(data, "GEMINI_API_KEY")).isEqualTo(key);
        assertThat(text(data, "GOOGLE_GEMINI_BASE_URL")).isEqualTo("http://main.default.example:8080");
        assertThat(secret.getMetadata().getOwnerReferences().getFirst().getUid())
                .isEqualTo(ready.getMetadata().getUid());
        assertThat(key).startsWith(ready.getStatus().keyPrefix().replace("…", ""));
        String digest = ConfigCodec.keyDigest(SecretText.of(key));
        cluster.awaitConfig("main", found -> found.keys().getFirst().digests().contains(digest));

        cluster.client().resource(ready).delete();

        cluster.awaitConfig("main", found -> found.keys().isEmpty());
        assertThat(cluster.requests().stream()
                        .filter(request -> request.resource().equals("secrets")
                                && request.verb().equals("create"))
                        .count())
                .as("created: the signing key and one caller's key")
                .isLessThanOrEqualTo(3);
    }

    @Test
    void secretThatIsNotItsOwnIsNeverOverwritten() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.secret("taken", "precious");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: taken}
                """);

        cluster.awaitCondition(ApiKey.class, "coder", "Accepted", "False", "Conflict");

        Secret secret = cluster.client()
                .secrets()
                .inNamespace("default")
                .withName("taken")
                .get();
        assertThat(text(SecretData.of(secret), "api-key")).isEqualTo("precious");
    }

    @Test
    void keyThatItsUserBringsIsAdopted() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.secret("own", "sk-made-elsewhere-0123456789");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretRef: {name: own}, active: false}
                """);

        GatewayConfig config = cluster.awaitConfig("main", found -> found.keys().size() == 1);

        assertThat(config.keys().getFirst().digests())
                .containsExactly(ConfigCodec.keyDigest(SecretText.of("sk-made-elsewhere-0123456789")));
        assertThat(config.keys().getFirst().active()).isFalse();
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "False", "Inactive");
    }

    @Test
    void ofTwoApiKeysWithOneSecretNameTheOlderGetsIt() throws Exception {
        cluster.apply(CODER.formatted("shared"));
        cluster.apply(CODER.formatted("shared").replace("name: coder", "name: later"));
        cluster.operator("one");
        cluster.router("main");
        cluster.replica("gw-1", "main");

        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        ApiKey later = cluster.awaitCondition(ApiKey.class, "later", "Accepted", "False", "Conflict");

        assertThat(Cluster.condition(later.getStatus(), "Accepted").message()).contains("ApiKey default/coder");
        cluster.client()
                .resources(ApiKey.class)
                .inNamespace("default")
                .withName("coder")
                .delete();
        cluster.awaitCondition(ApiKey.class, "later", "Ready", "True", "Ready");
    }

    @Test
    void keyOfAnApiKeyThatIsNoMoreIssuedIsRemovedAndTheUsersStays() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.replica("gw-1", "main");
        cluster.secret("own", "sk-made-elsewhere-0123456789");
        cluster.apply(CODER.formatted("coder-key"));
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");

        cluster.client()
                .resources(ApiKey.class)
                .inNamespace("default")
                .withName("coder")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"secretName\": null, \"secretRef\": {\"name\": \"own\"}}}");

        cluster.await(Secret.class, "coder-key", Objects::isNull);
        ApiKey adopted = cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        cluster.client().resource(adopted).delete();
        cluster.awaitConfig("main", found -> found.keys().isEmpty());
        assertThat(cluster.value("own", "api-key")).isEqualTo("sk-made-elsewhere-0123456789");
    }

    @Test
    void variablesFollowTheEndpointAndTheKeyStays() throws Exception {
        cluster.operator(
                new OperatorSettings(Scope.EVERYWHERE, OperatorSettings.Election.in("kube-system", "one"), null, null));
        cluster.router("main");
        cluster.replica("gw-1", "main");
        cluster.apply(CODER.formatted("coder-key"));
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        String key = cluster.value("coder-key", "api-key");

        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0, service: {port: 8080}}}
                """);

        String root = "http://main.default.svc.cluster.local:8080";
        Secret followed = cluster.await(
                Secret.class,
                "coder-key",
                secret -> secret != null
                        && text(SecretData.of(secret), "ANTHROPIC_BASE_URL").equals(root));
        Map<String, byte[]> data = SecretData.of(followed);
        assertThat(text(data, "OPENAI_BASE_URL")).isEqualTo(root + "/v1");
        assertThat(text(data, "GOOGLE_GEMINI_BASE_URL")).isEqualTo(root);
        for (String variable : List.of("api-key", "OPENAI_API_KEY", "ANTHROPIC_AUTH_TOKEN", "GEMINI_API_KEY")) {
            assertThat(text(data, variable)).as(variable).isEqualTo(key);
        }
    }

    private static String text(Map<String, byte[]> data, String key) {
        return new String(data.get(key), StandardCharsets.UTF_8);
    }
}
