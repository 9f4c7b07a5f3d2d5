package io.ninerouter.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ninerouter.config.SecretText;
import io.ninerouter.config.TokenIssuer;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** A cluster that signs tokens. */
public final class Tokens {
    public static final String ISSUER = "https://cluster.example";
    public static final String AUDIENCE = "ninerouter";
    public static final long NOW = 1_800_000_000_000L;

    private final RSAKey rsa;
    private final ECKey ec;

    public Tokens() {
        try {
            rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
            ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public RSAKey rsa() {
        return rsa;
    }

    public TokenIssuer issuer() {
        return new TokenIssuer(ISSUER, AUDIENCE, new JWKSet(List.of(rsa, ec)).toString(true));
    }

    /** Claims as kube-apiserver writes them, good from ten minutes before {@link #NOW} to fifty after. */
    public static JWTClaimsSet.Builder claims(String account, String uid) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("system:serviceaccount:agents:" + account)
                .notBeforeTime(new Date(NOW - 600_000))
                .expirationTime(new Date(NOW + 3_000_000))
                .claim(
                        "kubernetes.io",
                        Map.of("namespace", "agents", "serviceaccount", Map.of("name", account, "uid", uid)));
    }

    public SecretText rs256(JWTClaimsSet.Builder claims) {
        return signed(rsa, claims);
    }

    public static SecretText signed(RSAKey key, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims.build());
            token.sign(new RSASSASigner(key));
            return SecretText.of(token.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public SecretText es256(JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), claims.build());
            token.sign(new ECDSASigner(ec));
            return SecretText.of(token.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
