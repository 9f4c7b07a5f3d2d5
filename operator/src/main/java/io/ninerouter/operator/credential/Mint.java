package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.LoginKind;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.catalog.ServiceAccountLogin;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens out of a Google service account key: a signed assertion (RFC 7523 §2.1) in place of a refresh token. The key
 * never leaves the operator.
 */
public final class Mint extends Standard {
    /** Google takes assertions that live an hour at most. */
    private static final long SECONDS = 3_600;

    private static final String EMAIL = "email";
    private static final String PROJECT = "project";

    private static final Mint VENDOR = new Mint();

    private Mint() {}

    /** What a connection with a service account key wants. */
    public static Wanted wanted(ServiceAccountLogin login, SecretText key, Map<String, String> settings) {
        OAuthLogin.Refresh refresh = new OAuthLogin.Refresh(
                login.tokenUrl(), OAuthLogin.Encoding.FORM, Map.of(), false, false, login.ahead(), null);
        OAuthLogin as = new OAuthLogin(
                OAuthLogin.Client.NOBODY,
                login.scopes(),
                Map.of(),
                null,
                null,
                new OAuthLogin.Import(LoginKind.STANDARD, Set.of("service-account-key"), "the vendor's console", null),
                refresh,
                Map.of(),
                null,
                Set.of(PROJECT));
        return new Wanted(new Account(as, OAuthFlow.Import, settings, null), VENDOR, key, "", Set.of());
    }

    /** What is wrong with a key, for people; null = nothing. Says nothing of what it holds. */
    public static @Nullable String wrong(SecretText key) {
        JsonNode json = Json.read(key.reveal());
        for (String member : List.of("client_email", "private_key")) {
            if (Json.text(json, "/" + member) == null) {
                return "no " + member + " (expected: the JSON of a service account key)";
            }
        }
        try {
            var _ = privateKey(json);
            return null;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return "private_key is not readable (expected: PKCS #8 in PEM)";
        }
    }

    /**
     * A token that another key of the same service account made serves until its successor is there. One of another account is
     * nobody's any more, and neither is its project.
     */
    @Override
    public TokenSet beside(SecretText key, TokenSet stored) {
        String before = stored.fact(EMAIL);
        boolean same = before == null || before.equals(Json.text(Json.read(key.reveal()), "/client_email"));
        return (same ? stored : TokenSet.NONE).refresh(key.reveal());
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Renewal renewal, Answer answer, Instant now) {
        SecretText key = source(tokens);
        JsonNode json = Json.read(key.reveal());
        return super.refreshed(account, tokens, renewal, answer, now) instanceof Got.Tokens(TokenSet next)
                ? new Got.Tokens(next.fact(PROJECT, Json.text(json, "/project_id"))
                        .fact(EMAIL, Json.text(json, "/client_email"))
                        .replace(Keys.SOURCE_DIGEST, Stored.digest(key)))
                : Got.nothing(answer);
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
        String url = account.filled(
                java.util.Objects.requireNonNull(account.refresh()).url());
        return Ask.form(
                url,
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "assertion",
                        assertion(source(tokens), url, account.scope(), now)));
    }

    private static String assertion(SecretText key, String audience, String scope, Instant now) {
        JsonNode json = Json.read(key.reveal());
        var header = Json.object().put("alg", "RS256").put("typ", "JWT");
        String id = Json.text(json, "/private_key_id");
        if (id != null) {
            header.put("kid", id);
        }
        var claims = Json.object()
                .put("iss", Json.text(json, "/client_email"))
                .put("aud", audience)
                .put("scope", scope)
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + SECONDS);
        String signed = part(header.toString()) + "." + part(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey(json));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("private_key: not usable (expected: an RSA key)");
        }
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey privateKey(JsonNode json) throws GeneralSecurityException {
        String pem = String.valueOf(Json.text(json, "/private_key"))
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }
}
