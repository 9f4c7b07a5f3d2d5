package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are replaced while the operator fails and falls. */
@Timeout(120)
class OperatorRotationTest {
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
    void rotationThatACrashCutsShortHasNotHappened() throws Exception {
        OperatorApp one = cluster.operator("one");
        cluster.router("main");
        FakeReplica stubborn = cluster.replica("gw-1", "main");
        cluster.apply(CODER.formatted("coder-key"));
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        String key = cluster.value("coder-key", "api-key");
        String digest = ConfigCodec.keyDigest(SecretText.of(key));
        stubborn.rejectNewConfigurations();
        rotate("once");

        // The next key is announced, no replica acknowledges it, and the operator that alone knows it goes.
        cluster.awaitConfig("main", found -> found.keys().getFirst().digests().size() == 2);
        assertThat(cluster.value("coder-key", "api-key")).isEqualTo(key);
        one.close();
        stubborn.close();
        cluster.client()
                .resources(GatewayReplica.class)
                .inNamespace("default")
                .withName("gw-1")
                .delete();
        cluster.replica("gw-2", "main");
        cluster.operator("two");

        Secret rotated = cluster.await(
                Secret.class,
                "coder-key",
                secret -> secret != null
                        && !text(SecretData.of(secret), "api-key").equals(key));
        String next = ConfigCodec.keyDigest(SecretText.of(text(SecretData.of(rotated), "api-key")));
        GatewayConfig config = cluster.awaitConfig(
                "main", found -> !found.keys().getFirst().digestUntilMillis().isEmpty());
        assertThat(config.keys().getFirst().digests()).containsExactlyInAnyOrder(next, digest);
        assertThat(config.keys().getFirst().digestUntilMillis()).containsOnlyKeys(digest);
    }

    @Test
    void keyIsNotWrittenBeforeItIsPublishedAndNotTwice() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.replica("gw-1", "main");
        cluster.apply(CODER.formatted("coder-key"));
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        String first = cluster.value("coder-key", "api-key");
        cluster.api()
                .faults()
                .failNext(
                        3,
                        503,
                        request ->
                                request.verb().equals("patch") && request.name().equals("main-config"));
        rotate("once");

        Secret rotated = cluster.await(
                Secret.class,
                "coder-key",
                secret -> secret != null
                        && !text(SecretData.of(secret), "api-key").equals(first));
        String second = text(SecretData.of(rotated), "api-key");
        ApiKey told = cluster.await(
                ApiKey.class,
                "coder",
                key -> key.getStatus().rotation() != null
                        && key.getStatus().rotation().previousUntil() != null
                        && Cluster.has(key, "Ready", "True", "Ready"));
        assertThat(second).startsWith(told.getStatus().keyPrefix().replace("…", ""));
        assertThat(told.getStatus().rotation().nextAt()).isNull();
        assertThat(cluster.value("coder-key", "api-key"))
                .as("one wish, one rotation")
                .isEqualTo(second);
        List<String> writes = cluster.requests().stream()
                .filter(request -> request.resource().equals("secrets")
                        && request.verb().equals("patch")
                        && request.name().equals("coder-key"))
                .map(ApiRequest::verb)
                .toList();
        assertThat(writes).hasSize(1);
    }

    private void rotate(String wish) {
        cluster.client()
                .resources(ApiKey.class)
                .inNamespace("default")
                .withName("coder")
                .edit(key -> {
                    key.getMetadata().setAnnotations(Map.of("ninerouter.io/rotate", wish));
                    return key;
                });
    }

    private static String text(Map<String, byte[]> data, String key) {
        return new String(data.get(key), StandardCharsets.UTF_8);
    }
}
