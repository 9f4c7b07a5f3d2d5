package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.SecretText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of callers: issued, adopted, revoked. */
@Timeout(120)
class OperatorKeysTest {
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
        Map<String, byte[]> data = Cluster.data(secret);
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
        assertThat(text(Cluster.data(secret), "api-key")).isEqualTo("precious");
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

    private static String text(Map<String, byte[]> data, String key) {
        return new String(data.get(key), StandardCharsets.UTF_8);
    }
}
