package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.credential.Renewal.Step;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * AWS SSO OIDC: Builder ID and IAM Identity Center. Members are in camel case, and each login registers a client of its own,
 * which its tokens stay bound to. A registration ends after some months ({@code clientSecretExpiresAt}): another is made before
 * that, or when the vendor takes the one that is there no more. Whether it takes the refresh token with it, the vendor says;
 * where it does not, a login is needed, and has a registration of its own.
 */
final class KiroSso extends Standard {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String START_URL = "startUrl";
    private static final String BUILDER_ID = "https://view.awsapps.com/start";
    private static final String CLIENT = "clientId";
    private static final String SECRET = "clientSecret";
    private static final String SECRET_END = "clientSecretExpiresAt";

    /** What a renewal means whose first answer with a new registration is that it is not taken. */
    private static final String BOUND = "the vendor takes neither the registration as a client nor a new one";

    @Override
    Members members() {
        return Members.CAMEL;
    }

    @Override
    public Ask device(Account account, Login fresh) {
        OAuthLogin.DeviceCode flow = device(account);
        if (fresh.value(CLIENT).isEmpty()) {
            return register(account);
        }
        ObjectNode body = Json.object()
                .put(CLIENT, fresh.value(CLIENT))
                .put(SECRET, fresh.value(SECRET))
                .put(START_URL, account.settings().getOrDefault(START_URL, BUILDER_ID));
        return Ask.json(account.filled(flow.url()), body).with(headers(account));
    }

    private static Ask register(Account account) {
        ObjectNode body = Json.object()
                .put("clientName", "ninerouter")
                .put("clientType", "public")
                .put("issuerUrl", account.login().urls().getOrDefault("issuer", BUILDER_ID));
        account.login().scopes().forEach(body.withArray("scopes")::add);
        body.putArray("grantTypes").add(DEVICE_GRANT).add("refresh_token");
        return Ask.json(account.url("register"), body).with(headers(account));
    }

    @Override
    public Entering entering(Account account, Login fresh, Answer answer, Instant now) {
        if (!(answer instanceof Answer.Came came) || !came.good()) {
            return new Entering.Nothing(Failure.of(answer));
        }
        String id = came.text("/clientId");
        String secret = came.text("/clientSecret");
        if (id != null && secret != null) {
            Map<String, String> client = new TreeMap<>(Map.of(CLIENT, id, SECRET, secret));
            Instant end = registrationEnd(came);
            if (end != null) {
                client.put(SECRET_END, end.toString());
            }
            return new Entering.More(fresh.at(Login.Stage.NEW, now, client));
        }
        String device = came.text("/deviceCode");
        String user = came.text("/userCode");
        String visit = first(came, "/verificationUri", "/verificationUriComplete");
        if (device == null || user == null || visit == null) {
            return new Entering.Nothing(Failure.of(answer));
        }
        return shown(
                fresh,
                Map.of(Login.DEVICE_CODE, device, Login.USER_CODE, user, Login.VISIT, visit),
                came.text("/expiresIn"),
                came.text("/interval"),
                now);
    }

    @Override
    public Ask poll(Account account, Login login) {
        ObjectNode body = Json.object()
                .put(CLIENT, login.value(CLIENT))
                .put(SECRET, login.value(SECRET))
                .put("deviceCode", login.value(Login.DEVICE_CODE))
                .put("grantType", DEVICE_GRANT);
        return Ask.json(account.filled(device(account).tokenUrl()), body).with(headers(account));
    }

    @Override
    public Got polled(Account account, Login login, Answer answer, Instant now) {
        TokenSet bound = with(
                        TokenSet.NONE,
                        login.value(CLIENT),
                        login.value(SECRET),
                        new Life(now, Members.time(login.values().get(SECRET_END))))
                .fact("region", account.settings().get("region"));
        return read(account, bound, answer, now);
    }

    /** When a registration ends; null = it does not (RFC 7591 §3.2.1: 0), or the vendor does not say. */
    private static @Nullable Instant registrationEnd(Answer.Came answer) {
        return Members.time(answer.text("/" + SECRET_END));
    }

    private static TokenSet with(TokenSet tokens, String id, String secret, Life life) {
        return lasting(tokens.keep(Keys.CLIENT_ID, id).keep(Keys.CLIENT_SECRET, secret), life);
    }

    /** The tokens with the life of the registration that is there. */
    private static TokenSet lasting(TokenSet tokens, Life life) {
        return life.keptIn(tokens, Keys.CLIENT_OBTAINED_AT, Keys.CLIENT_EXPIRES_AT)
                .replace(Keys.CLIENT_DIGEST, digest(tokens));
    }

    /** Of a registration that a person brought in place of ours nothing is known: the times beside it are of ours. */
    private static Life life(TokenSet tokens) {
        SecretText of = tokens.kept().get(Keys.CLIENT_DIGEST);
        return of == null || of.reveal().equals(digest(tokens))
                ? Life.of(tokens, Keys.CLIENT_OBTAINED_AT, Keys.CLIENT_EXPIRES_AT)
                : new Life(null, null);
    }

    private static @Nullable String digest(TokenSet tokens) {
        SecretText secret = tokens.kept().get(Keys.CLIENT_SECRET);
        return secret == null ? null : Stored.digest(secret);
    }

    @Override
    public Renewal renewal(Account account, TokenSet tokens, Instant now) {
        SecretText refresh = source(tokens);
        return life(tokens).isOver(now)
                ? new Renewal(
                        Step.CLIENT, Objects.requireNonNullElse(tokens.kept().get(Keys.CLIENT_SECRET), refresh), false)
                : new Renewal(Step.ACCESS, refresh, rule(account).rotates());
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
        if (renewal.step() == Step.CLIENT) {
            return register(account);
        }
        ObjectNode body =
                Json.object().put("refreshToken", source(tokens).reveal()).put("grantType", "refresh_token");
        put(body, CLIENT, tokens.kept().get(Keys.CLIENT_ID));
        put(body, SECRET, tokens.kept().get(Keys.CLIENT_SECRET));
        return Ask.json(account.filled(rule(account).url()), body).with(headers(account));
    }

    /** Of a device code, whichever way the tokens came here. */
    private static OAuthLogin.Refresh rule(Account account) {
        return Objects.requireNonNull(
                account.login().refresh(OAuthFlow.DeviceCode), "only asked where tokens are renewed");
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Renewal renewal, Answer answer, Instant now) {
        if (renewal.step() == Step.CLIENT) {
            return registered(tokens, answer, now);
        }
        Got got = super.refreshed(account, tokens, renewal, answer, now);
        if (!(got instanceof Got.Nothing(Failure failure)) || failure.kind() != Failure.Kind.CLIENT) {
            return got;
        }
        Life life = life(tokens);
        return life.hasServed(tokens)
                ? new Got.Tokens(lasting(tokens, life.endedAt(now)))
                : new Got.Nothing(new Failure(Failure.Kind.FINAL, BOUND, null));
    }

    private static Got registered(TokenSet tokens, Answer answer, Instant now) {
        Answer.Came came = answer instanceof Answer.Came one && one.good() ? one : null;
        String id = came == null ? null : came.text("/" + CLIENT);
        String secret = came == null ? null : came.text("/" + SECRET);
        return came == null || id == null || secret == null
                ? Got.nothing(answer)
                : new Got.Tokens(with(tokens, id, secret, new Life(now, registrationEnd(came))));
    }

    private static void put(ObjectNode body, String name, @Nullable SecretText value) {
        if (value != null) {
            body.put(name, value.reveal());
        }
    }

    @Override
    TokenSet facts(TokenSet tokens, Answer.Came answer) {
        return KiroSocial.told(tokens, answer);
    }

    @Override
    public TokenSet completed(TokenSet tokens) {
        JsonNode claims =
                Json.claims(tokens.access() == null ? null : tokens.access().reveal());
        String name = Json.text(claims, "/email");
        return tied(tokens)
                .fact(
                        "email",
                        tokens.fact("email") != null
                                ? null
                                : name == null ? Json.text(claims, "/preferred_username") : name);
    }

    /** The release before wrote the times without what they are of. */
    private static TokenSet tied(TokenSet tokens) {
        return tokens.kept().containsKey(Keys.CLIENT_EXPIRES_AT)
                        && !tokens.kept().containsKey(Keys.CLIENT_DIGEST)
                ? tokens.replace(Keys.CLIENT_DIGEST, digest(tokens))
                : tokens;
    }
}
