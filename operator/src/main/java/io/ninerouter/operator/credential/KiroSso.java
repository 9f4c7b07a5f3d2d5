package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * AWS SSO OIDC: Builder ID and IAM Identity Center. Members are in camel case, and each login registers a client of its own,
 * which its tokens stay bound to.
 */
final class KiroSso extends Standard {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String START_URL = "startUrl";
    private static final String BUILDER_ID = "https://view.awsapps.com/start";
    private static final String CLIENT = "clientId";
    private static final String SECRET = "clientSecret";

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
            return new Entering.More(fresh.at(Login.Stage.NEW, now, Map.of(CLIENT, id, SECRET, secret)));
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
        TokenSet bound = TokenSet.NONE
                .keep(Keys.CLIENT_ID, login.value(CLIENT))
                .keep(Keys.CLIENT_SECRET, login.value(SECRET))
                .fact("region", account.settings().get("region"));
        return read(account, bound, answer, now);
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Instant now) {
        ObjectNode body =
                Json.object().put("refreshToken", source(tokens).reveal()).put("grantType", "refresh_token");
        put(body, CLIENT, tokens.kept().get(Keys.CLIENT_ID));
        put(body, SECRET, tokens.kept().get(Keys.CLIENT_SECRET));
        OAuthLogin.Refresh refresh = Objects.requireNonNull(account.refresh(), "only asked where tokens are renewed");
        return Ask.json(account.filled(refresh.url()), body).with(headers(account));
    }

    private static void put(ObjectNode body, String name, @org.jspecify.annotations.Nullable SecretText value) {
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
        return tokens.fact("email") == null
                ? tokens.fact("email", name == null ? Json.text(claims, "/preferred_username") : name)
                : tokens;
    }
}
