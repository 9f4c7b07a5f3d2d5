package io.ninerouter.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.ninerouter.config.SecretText;
import io.ninerouter.config.TokenIssuer;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tokens are taken, and what those who show another are told. */
class TokenVerifierTest {
    private static final Tokens TOKENS = new Tokens();
    private static final String NOT_OURS = "not one of this cluster";

    record Case(String what, SecretText token, String said) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> refused() throws Exception {
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("rsa").generate();
        RSAKey unknown = new RSAKeyGenerator(2048).keyID("other").generate();
        String good = TOKENS.rs256(Tokens.claims("coder", "u")).reveal();
        String[] parts = good.split("\\.", -1);
        String otherClaims = TOKENS.rs256(Tokens.claims("admin", "u")).reveal().split("\\.", -1)[1];
        SignedJWT symmetric = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
                Tokens.claims("coder", "u").build());
        symmetric.sign(new MACSigner(TOKENS.rsa().toRSAPublicKey().getEncoded()));
        long now = Tokens.NOW;
        return Stream.of(
                new Case("signed by another key of that name", Tokens.signed(foreign, claims()), NOT_OURS),
                new Case("signed by a key that is not known", Tokens.signed(unknown, claims()), NOT_OURS),
                new Case("with other claims", SecretText.of(parts[0] + "." + otherClaims + "." + parts[2]), NOT_OURS),
                new Case("without a signature", SecretText.of(parts[0] + "." + parts[1] + ".AAAA"), NOT_OURS),
                new Case(
                        "that says it needs none", SecretText.of(new PlainJWT(claims().build()).serialize()), NOT_OURS),
                new Case("signed with the public key as a password", SecretText.of(symmetric.serialize()), NOT_OURS),
                new Case("garbage", SecretText.of("eyJ.garbage.garbage"), NOT_OURS),
                new Case("of another issuer", TOKENS.rs256(claims().issuer("https://other")), NOT_OURS),
                new Case("of no issuer", TOKENS.rs256(claims().issuer(null)), NOT_OURS),
                new Case("of a person", TOKENS.rs256(claims().subject("jane")), NOT_OURS),
                new Case("of nobody", TOKENS.rs256(claims().subject(null)), NOT_OURS),
                new Case(
                        "for the API server",
                        TOKENS.rs256(claims().audience(Tokens.ISSUER)),
                        "another audience (expected: ninerouter)"),
                new Case("for nobody", TOKENS.rs256(claims().audience((String) null)), "another audience"),
                new Case("over", TOKENS.rs256(claims().expirationTime(new Date(now - 30_000))), "expired"),
                new Case("without an end", TOKENS.rs256(claims().expirationTime(null)), "expired"),
                new Case("of tomorrow", TOKENS.rs256(claims().notBeforeTime(new Date(now + 31_000))), "not good yet"));
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("refused")
    void refusesAndSaysNothingOfTheToken(Case one) {
        TokenVerifier verifier = new TokenVerifier(TOKENS.issuer());
        for (int time = 0; time < 2; time++) {
            assertThat(verifier.verify(one.token(), Tokens.NOW))
                    .isInstanceOfSatisfying(
                            TokenVerdict.Refused.class,
                            refused -> assertThat(refused.why())
                                    .contains(one.said())
                                    .contains("(expected:")
                                    .doesNotContain("coder", "eyJ", "admin", "jane"));
        }
    }

    @Test
    void takesTokensOfBothKindsOfKeyAndTellsWhose() {
        TokenVerifier verifier = new TokenVerifier(TOKENS.issuer());
        TokenVerdict coder = new TokenVerdict.Genuine("system:serviceaccount:agents:coder", "u-1");

        for (SecretText token : List.of(
                TOKENS.rs256(Tokens.claims("coder", "u-1")),
                TOKENS.es256(Tokens.claims("coder", "u-1")),
                TOKENS.rs256(Tokens.claims("coder", "u-1").audience(List.of("other", Tokens.AUDIENCE))))) {
            assertThat(verifier.verify(token, Tokens.NOW)).isEqualTo(coder);
            assertThat(verifier.verify(token, Tokens.NOW)).as("remembered").isEqualTo(coder);
        }
    }

    @ParameterizedTest
    @CsvSource({"-630001, false", "-629000, true", "0, true", "3029999, true", "3030000, false"})
    void rememberedTokenEndsLikeAnyOther(long after, boolean taken) {
        TokenVerifier verifier = new TokenVerifier(TOKENS.issuer());
        SecretText token = TOKENS.rs256(Tokens.claims("coder", "u-1"));
        verifier.verify(token, Tokens.NOW);

        assertThat(verifier.verify(token, Tokens.NOW + after) instanceof TokenVerdict.Genuine)
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "eyJh.eyJp.c2ln, true",
        "eyJh.eyJp., false",
        "eyJh..c2ln, false",
        "eyJh.eyJp, false",
        "eyJh.eyJp.a.b, false",
        "sk-a.b.c, false",
        "sk-0123456789abcdef-1-2, false"
    })
    void tellsTokensFromKeysByTheirLook(String text, boolean token) {
        assertThat(TokenVerifier.looksLikeToken(SecretText.of(text))).isEqualTo(token);
        assertThat(TokenVerifier.looksLikeToken(SecretText.of("eyJ.a." + "x".repeat(TokenVerifier.MAX_CHARACTERS))))
                .isFalse();
    }

    @Test
    void remembersABoundedNumberAndKeepsThoseInUse() {
        Verified verified = new Verified(4);
        Claims claims = new Claims("i", List.of(), "s", "u", null, null);
        verified.put("used", claims);
        for (int i = 0; i < 100; i++) {
            verified.put("once-" + i, claims);
            assertThat(verified.find("used")).as("after %d others", i).isNotNull();
            assertThat(verified.size()).isLessThanOrEqualTo(8);
        }
        assertThat(verified.find("once-0")).isNull();
    }

    @Test
    void keysThatCannotBeReadAreNamed() {
        assertThatThrownBy(() -> new TokenVerifier(new TokenIssuer("i", "a", "not json")))
                .hasMessage("tokens.jwks: not readable (expected: a JSON Web Key Set)");
    }

    private static JWTClaimsSet.Builder claims() {
        return Tokens.claims("coder", "u");
    }
}
