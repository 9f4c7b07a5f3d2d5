package io.ninerouter.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.SecretText;
import io.ninerouter.config.TokenIssuer;
import java.text.ParseException;
import java.util.Set;

/**
 * Verifies tokens of the cluster's ServiceAccounts with the public keys of the configuration. No I/O: safe on an event loop;
 * an RS256 signature costs a tenth of a millisecond or two and an ES256 one up to one, once for each good token. Thread-safe.
 */
public final class TokenVerifier {
    /** A token is a header line: longer ones are not even read. */
    static final int MAX_CHARACTERS = 16_384;

    static final int REMEMBERED = 4_096;

    /** What API servers sign with; no symmetric algorithm, and not {@code none}. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final TokenIssuer issuer;
    private final ConfigurableJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
    private final Verified verified = new Verified(REMEMBERED / 2);

    /**
     * Reads the public keys.
     *
     * @throws IllegalArgumentException when they cannot be read
     */
    public TokenVerifier(TokenIssuer issuer) {
        this.issuer = issuer;
        try {
            JWKSet keys = JWKSet.parse(issuer.jwks()).toPublicJWKSet();
            signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        } catch (ParseException e) {
            throw new IllegalArgumentException("tokens.jwks: not readable (expected: a JSON Web Key Set)", e);
        }
        // Times and names are judged here, with the caller's clock and with messages of our own.
        signatures.setJWTClaimsSetVerifier(null);
    }

    /** Whether a text may be a token at all: three parts, the first of them the beginning of a JSON object. */
    public static boolean looksLikeToken(SecretText text) {
        String value = text.reveal();
        int first = value.indexOf('.');
        int second = value.indexOf('.', first + 1);
        return value.length() <= MAX_CHARACTERS
                && value.startsWith("eyJ")
                && first > 0
                && second > first + 1
                && second < value.length() - 1
                && value.indexOf('.', second + 1) < 0;
    }

    /** What a token says at a moment. */
    public TokenVerdict verify(SecretText token, long nowMillis) {
        String digest = ConfigCodec.keyDigest(token);
        Claims claims = verified.find(digest);
        if (claims == null) {
            try {
                claims = Claims.of(signatures.process(SignedJWT.parse(token.reveal()), null));
            } catch (ParseException | BadJOSEException | JOSEException e) {
                // Which of them it was is nobody's business; the exception may quote the token.
                return notOurs(issuer);
            }
            verified.put(digest, claims);
        }
        return claims.judge(issuer, nowMillis);
    }

    static TokenVerdict.Refused notOurs(TokenIssuer expected) {
        return new TokenVerdict.Refused(
                "token: not one of this cluster (expected: that of a ServiceAccount, for audience "
                        + expected.audience() + ")");
    }
}
