package io.ninerouter.quickstart.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens of ServiceAccounts and how anybody verifies them. */
class TokenConformanceTest {
    @RegisterExtension
    static final ApiUnderTest API = new ApiUnderTest();

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void tokenIsThatOfTheAccountAndVerifiableWithThePublishedKeys() throws Exception {
        ServiceAccount account = account("coder");

        TokenRequest answer = request("coder", 600);

        SignedJWT token = SignedJWT.parse(answer.getStatus().getToken());
        JWKSet keys = JWKSet.parse(API.client().raw("/openid/v1/jwks"));
        assertThat(keys.containsNonPublicKeys()).isFalse();
        assertThat(token.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        JsonNode discovery = JSON.readTree(API.client().raw("/.well-known/openid-configuration"));
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(discovery.path("issuer").asText());
        assertThat(claims.getAudience()).containsExactly("gateway");
        assertThat(claims.getSubject()).isEqualTo("system:serviceaccount:" + API.namespace() + ":coder");
        assertThat(claims.getJSONObjectClaim("kubernetes.io"))
                .containsEntry("namespace", API.namespace())
                .containsEntry(
                        "serviceaccount",
                        Map.of("name", "coder", "uid", account.getMetadata().getUid()));
        Instant expires = claims.getExpirationTime().toInstant();
        assertThat(Duration.between(claims.getIssueTime().toInstant(), expires)).hasSeconds(600);
        assertThat(answer.getStatus().getExpirationTimestamp()).isEqualTo(expires.toString());
        assertThat(discovery.path("id_token_signing_alg_values_supported").toString())
                .contains("RS256");
    }

    @Test
    void tokenOfLessThanTenMinutesIsRefused() {
        account("short");

        assertThatThrownBy(() -> request("short", 599)).isInstanceOfSatisfying(KubernetesClientException.class, e -> {
            assertThat(e.getCode()).isEqualTo(422);
            assertThat(e.getStatus().getMessage())
                    .contains("spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10"
                            + " minutes");
        });
    }

    @Test
    void accountThatDoesNotExistGetsNone() {
        assertThatThrownBy(() -> request("nobody", 600))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(404));
    }

    private static ServiceAccount account(String name) {
        return API.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(API.namespace())
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static TokenRequest request(String account, long seconds) {
        return API.client()
                .serviceAccounts()
                .inNamespace(API.namespace())
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences("gateway")
                        .withExpirationSeconds(seconds)
                        .endSpec()
                        .build());
    }
}
