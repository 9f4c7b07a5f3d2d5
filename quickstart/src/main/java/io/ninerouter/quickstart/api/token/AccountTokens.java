package io.ninerouter.quickstart.api.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ninerouter.quickstart.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs tokens of ServiceAccounts and tells with which key, as kube-apiserver does with one signing key. The key is made at the
 * first need: most servers of a test sign nothing. Thread-safe.
 */
public final class AccountTokens {
    /** What kubeadm calls it. */
    public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    private static final int KEY_BITS = 2_048;

    private final InstantSource clock;
    private @Nullable RSAKey key;

    /** Signs with a key of its own. */
    public AccountTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Whose token it is. */
    public record Account(String namespace, String name, String uid) {}

    /** A token, which is a secret, and its end. */
    public record Issued(String token, Instant expires) {
        @Override
        public String toString() {
            return "Issued[token=***, expires=" + expires + "]";
        }
    }

    /** Signs a token. */
    public Issued issue(Account account, List<String> audiences, Duration validity) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(validity);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("system:serviceaccount:" + account.namespace() + ":" + account.name())
                .audience(audiences)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .jwtID(UUID.randomUUID().toString())
                .claim(
                        "kubernetes.io",
                        Map.of(
                                "namespace",
                                account.namespace(),
                                "serviceaccount",
                                Map.of("name", account.name(), "uid", account.uid())))
                .build();
        try {
            RSAKey signing = key();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(signing.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(signing));
            return new Issued(token.serialize(), expires);
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK signs with RSA", e);
        }
    }

    /** The document of {@code /.well-known/openid-configuration}. */
    public ObjectNode discovery(String serverUrl) {
        ObjectNode document = Json.object().put("issuer", ISSUER).put("jwks_uri", serverUrl + "/openid/v1/jwks");
        document.set("response_types_supported", Json.strings(List.of("id_token")));
        document.set("subject_types_supported", Json.strings(List.of("public")));
        document.set("id_token_signing_alg_values_supported", Json.strings(List.of("RS256")));
        return document;
    }

    /** The document of {@code /openid/v1/jwks}: public keys alone. */
    public JsonNode publicKeys() {
        return Json.parse(new JWKSet(key()).toString(true).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized RSAKey key() {
        RSAKey made = key;
        if (made == null) {
            try {
                made = new RSAKeyGenerator(KEY_BITS)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyIDFromThumbprint(true)
                        .generate();
            } catch (JOSEException e) {
                throw new IllegalStateException("every JDK makes RSA keys", e);
            }
            key = made;
        }
        return made;
    }
}
