package io.ninerouter.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeyFormat;
import io.ninerouter.operator.apikey.KeyIssuer;
import io.ninerouter.operator.apikey.KeyRecord;
import io.ninerouter.operator.apikey.SigningKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The calls as an API server gets them. */
@EnableKubernetesMockClient
class KubeCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SigningKey SIGNING = KeyFormat.newSigningKey(new SecureRandom());

    KubernetesMockServer server;
    KubernetesClient client;

    @Test
    void statusIsAppliedByOneManagerToTheSubresourceAlone() throws Exception {
        server.expect()
                .patch()
                .withPath("/apis/ninerouter.io/v1alpha1/namespaces/ai/combos/stack/status"
                        + "?fieldManager=ninerouter-operator&force=true")
                .andReturn(200, new Combo())
                .once();
        Combo combo = new Combo();
        combo.setMetadata(
                new ObjectMetaBuilder().withNamespace("ai").withName("stack").build());
        combo.setStatus(new Combo.Status(
                3L,
                List.of(new Condition("Ready", "True", 3L, "2026-01-01T00:00:00Z", "Ready", "ok")),
                List.of("openai/gpt-5 (1/1 account)"),
                "1/1"));

        Kube.applyStatus(client, combo);

        RecordedRequest request = server.getLastRequest();
        assertThat(request.getHeader("Content-Type")).startsWith("application/apply-patch+yaml");
        JsonNode body = JSON.readTree(request.getUtf8Body());
        assertThat(body.has("spec")).isFalse();
        assertThat(body.at("/metadata/resourceVersion").isMissingNode()).isTrue();
        assertThat(body.at("/metadata/labels").isMissingNode()).isTrue();
        assertThat(body.at("/status/observedGeneration").asLong()).isEqualTo(3);
        assertThat(body.at("/status/conditions/0/type").asText()).isEqualTo("Ready");
        assertThat(body.at("/status/targets/0").asText()).isEqualTo("openai/gpt-5 (1/1 account)");
    }

    @Test
    void keyIsCreatedAndNeverOverwritten() throws Exception {
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/ai/secrets")
                .andReturn(
                        409,
                        new StatusBuilder()
                                .withCode(409)
                                .withReason("AlreadyExists")
                                .build())
                .once();

        new KeyIssuer(client, new SecureRandom())
                .create(
                        new KeyIssuer.Place(
                                "ai",
                                "coder",
                                new OwnerReferenceBuilder().withName("coder").build()),
                        new KeyIssuer.Content(SecretText.of("sk-1"), KeyRecord.NONE, "http://e"));

        assertThat(server.getRequestCount()).isEqualTo(1);
        JsonNode body = JSON.readTree(server.getLastRequest().getUtf8Body());
        assertThat(body.at("/data/OPENAI_BASE_URL").asText())
                .isEqualTo(Base64.getEncoder().encodeToString("http://e/v1".getBytes()));
        assertThat(body.at("/metadata/labels/app.kubernetes.io~1managed-by").asText())
                .isEqualTo("ninerouter-operator");
    }

    @Test
    void keyIsWrittenOverTheSecretThatWasReadAndOverNoOther() throws Exception {
        server.expect()
                .patch()
                .withPath("/api/v1/namespaces/ai/secrets/coder?fieldManager=ninerouter-operator&force=true")
                .andReturn(409, new StatusBuilder().withCode(409).build())
                .once();
        Secret read = new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ai")
                .withName("coder")
                .withUid("uid-1")
                .withResourceVersion("7")
                .endMetadata()
                .build();

        new KeyIssuer(client, new SecureRandom())
                .write(
                        read,
                        new KeyIssuer.Place(
                                "ai",
                                "coder",
                                new OwnerReferenceBuilder().withName("coder").build()),
                        new KeyIssuer.Content(
                                SecretText.of("sk-1"),
                                KeyRecord.fresh("coder", null, Instant.parse("2026-01-01T00:00:00Z")),
                                "http://e"));

        JsonNode body = JSON.readTree(server.getLastRequest().getUtf8Body());
        assertThat(body.at("/metadata/uid").asText()).isEqualTo("uid-1");
        assertThat(body.at("/metadata/resourceVersion").asText()).isEqualTo("7");
        assertThat(body.at("/metadata/annotations/ninerouter.io~1issued-at").asText())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void keySecretIsDeletedOnlyAsItWasRead() throws Exception {
        server.expect()
                .delete()
                .withPath("/api/v1/namespaces/ai/secrets/coder")
                .andReturn(200, new StatusBuilder().build())
                .once();
        Secret read = new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ai")
                .withName("coder")
                .withResourceVersion("7")
                .endMetadata()
                .build();

        new KeyIssuer(client, new SecureRandom()).delete(read);

        JsonNode body = JSON.readTree(server.getLastRequest().getUtf8Body());
        assertThat(body.at("/preconditions/resourceVersion").asText()).isEqualTo("7");
    }

    @Test
    void signingKeyOfTheFasterOperatorIsTaken() {
        Secret theirs = new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ai")
                .withName("main-signing")
                .endMetadata()
                .withData(Kube.encoded(
                        Map.of("router-id", SecretText.of(SIGNING.routerId()), "hmac-secret", SIGNING.secret())))
                .build();
        String path = "/api/v1/namespaces/ai/secrets";
        server.expect()
                .get()
                .withPath(path + "/main-signing")
                .andReturn(404, null)
                .once();
        server.expect()
                .post()
                .withPath(path)
                .andReturn(409, new StatusBuilder().withCode(409).build())
                .once();
        server.expect()
                .get()
                .withPath(path + "/main-signing")
                .andReturn(200, theirs)
                .once();

        SigningKey taken = new KeyIssuer(client, new SecureRandom())
                .signingKey(
                        "ai",
                        "main",
                        new OwnerReferenceBuilder().withName("main").build());

        assertThat(taken).isEqualTo(SIGNING);
    }

    @Test
    void valuesAreReadWithoutTheLineEndThatEditorsLeave() {
        Secret secret = new SecretBuilder()
                .withData(Map.of("a", encoded(" key\n"), "b", encoded("  \n"), "c", ""))
                .build();

        assertThat(Kube.values(secret)).containsOnly(Map.entry("a", SecretText.of("key")));
        assertThat(Kube.values(secret).toString()).doesNotContain("key");
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes());
    }
}
