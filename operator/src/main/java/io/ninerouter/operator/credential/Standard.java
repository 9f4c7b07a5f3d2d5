package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.catalog.OAuthLogin.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** RFC 6749, 7636 and 8628, and OpenID's userinfo. What vendors do otherwise they override. Stateless. */
class Standard implements Vendor {
    private static final String USER = "user";

    /** For codes whose end the vendor does not say: RFC 8628 wants it said. */
    private static final long CODE_SECONDS = 900;

    @Override
    public String visit(Account account, Login fresh) {
        OAuthLogin.AuthorizationCode flow = code(account);
        Map<String, String> parameters = new TreeMap<>(account.filled(flow.parameters()));
        put(parameters, "client_id", account.clientId());
        put(parameters, "scope", scope(account));
        parameters.put("response_type", "code");
        parameters.put("state", fresh.value(Login.STATE));
        parameters.put(flow.redirectParameter(), flow.redirectUri());
        if (flow.pkce()) {
            parameters.putAll(Pkce.challenge(fresh.value(Login.VERIFIER)));
        }
        return Ask.withQuery(account.filled(flow.url()), parameters);
    }

    @Override
    public Pasted pasted(Login login, String text) {
        return PastedText.read(text, login.value(Login.STATE), false);
    }

    @Override
    public Ask exchange(Account account, Login login) {
        OAuthLogin.AuthorizationCode flow = code(account);
        Map<String, String> parameters = new TreeMap<>();
        flow.tokenParameters()
                .forEach((name, value) -> parameters.put(name, account.filled(Account.filled(value, login.values()))));
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", login.value(Login.CODE));
        parameters.put("redirect_uri", flow.redirectUri());
        if (flow.pkce()) {
            parameters.put("code_verifier", login.value(Login.VERIFIER));
        }
        return asClient(account, flow.tokenUrl(), flow.encoding(), parameters);
    }

    @Override
    public Got exchanged(Account account, Login login, Answer answer, Instant now) {
        return read(account, TokenSet.NONE, answer, now);
    }

    @Override
    public Ask device(Account account, Login fresh) {
        OAuthLogin.DeviceCode flow = device(account);
        Map<String, String> parameters = new TreeMap<>(account.filled(flow.parameters()));
        put(parameters, "client_id", account.clientId());
        put(parameters, "scope", account.scope());
        if (flow.pkce()) {
            parameters.putAll(Pkce.challenge(fresh.value(Login.VERIFIER)));
        }
        return ask(account, flow.url(), flow.encoding(), parameters);
    }

    @Override
    public Entering entering(Account account, Login fresh, Answer answer, Instant now) {
        Answer.Came came = answer instanceof Answer.Came one && one.good() ? one : null;
        String visit = came == null ? null : first(came, "/verification_uri_complete");
        String plain = came == null ? null : first(came, "/verification_uri", "/verification_url");
        String device = came == null ? null : came.text("/device_code");
        String user = came == null ? null : came.text("/user_code");
        if (came == null || device == null || user == null || (visit == null && plain == null)) {
            return new Entering.Nothing(Failure.of(answer));
        }
        return shown(
                fresh,
                Map.of(Login.DEVICE_CODE, device, Login.USER_CODE, user, Login.VISIT, plain == null ? visit : plain),
                came.text("/expires_in"),
                came.text("/interval"),
                now);
    }

    static Entering shown(
            Login fresh, Map<String, String> values, @Nullable String seconds, @Nullable String interval, Instant now) {
        Map<String, String> all = new TreeMap<>(values);
        Instant until = TokenSet.end("", seconds, now);
        all.put(Login.UNTIL, (until == null ? now.plusSeconds(CODE_SECONDS) : until).toString());
        all.put(Login.INTERVAL, interval == null ? "5" : interval);
        return new Entering.Shown(fresh.at(Login.Stage.ENTERING, now, all));
    }

    @Override
    public Ask poll(Account account, Login login) {
        OAuthLogin.DeviceCode flow = device(account);
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        parameters.put("device_code", login.value(Login.DEVICE_CODE));
        if (flow.pkce()) {
            parameters.put("code_verifier", login.value(Login.VERIFIER));
        }
        return asClient(account, flow.tokenUrl(), flow.encoding(), parameters);
    }

    @Override
    public Got polled(Account account, Login login, Answer answer, Instant now) {
        return read(account, TokenSet.NONE, answer, now);
    }

    @Override
    public Renewal renewal(Account account, TokenSet tokens, Instant now) {
        OAuthLogin.Refresh refresh = Objects.requireNonNull(account.refresh(), "only asked where tokens are renewed");
        return new Renewal(Renewal.Step.ACCESS, source(tokens), refresh.rotates());
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
        OAuthLogin.Refresh refresh = Objects.requireNonNull(account.refresh(), "only asked where tokens are renewed");
        Map<String, String> parameters = new TreeMap<>(account.filled(refresh.parameters()));
        parameters.put("grant_type", "refresh_token");
        parameters.put("refresh_token", source(tokens).reveal());
        if (refresh.scope()) {
            put(parameters, "scope", account.scope());
        }
        return asClient(account, refresh.url(), refresh.encoding(), parameters);
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Renewal renewal, Answer answer, Instant now) {
        return read(account, tokens, answer, now);
    }

    @Override
    public @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        String url = account.login().userInfoUrl();
        SecretText access = tokens.access();
        if (url == null || access == null || tokens.fact("email") != null || done.contains(USER)) {
            return null;
        }
        Ask ask =
                Ask.get(account.filled(url)).with(headers(account)).with("authorization", "Bearer " + access.reveal());
        return new FollowUp(USER, false, ask);
    }

    @Override
    public Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        return answer instanceof Answer.Came came && came.good()
                ? new Got.Tokens(told(tokens, came))
                : Got.nothing(answer);
    }

    @Override
    public TokenSet completed(TokenSet tokens) {
        JsonNode claims =
                Json.claims(tokens.idToken() == null ? null : tokens.idToken().reveal());
        return tokens.fact("email") == null ? tokens.fact("email", Json.text(claims, "/email")) : tokens;
    }

    /** What the address that a person visits asks for; empty = nothing. */
    String scope(Account account) {
        return account.scope();
    }

    /** Where an answer has its tokens. */
    Members members() {
        return Members.STANDARD;
    }

    /** What an answer with tokens tells of the account beside them. */
    TokenSet facts(TokenSet tokens, Answer.Came answer) {
        return tokens;
    }

    final Got read(Account account, TokenSet before, Answer answer, Instant now) {
        TokenSet tokens =
                answer instanceof Answer.Came came && came.good() ? members().read(before, came, now) : null;
        return tokens == null || !(answer instanceof Answer.Came came)
                ? Got.nothing(answer)
                : new Got.Tokens(completed(facts(tokens, came)));
    }

    static TokenSet told(TokenSet tokens, Answer.Came came) {
        String email = first(came, "/email", "/data/email", "/user/email", "/data/user/email");
        return tokens.fact("email", email == null ? came.text("/login") : email);
    }

    /** A question that says who asks, in the body and, where the vendor wants it, in the head. */
    static Ask asClient(Account account, String url, Encoding encoding, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        String id = account.clientId();
        SecretText secret = account.clientSecret();
        put(all, "client_id", id);
        put(all, "client_secret", secret == null ? null : secret.reveal());
        Ask ask = ask(account, url, encoding, all);
        if (!account.login().client().basic() || id == null || secret == null) {
            return ask;
        }
        byte[] both = (id + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
        return ask.with("authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    static Ask ask(Account account, String url, Encoding encoding, Map<String, String> parameters) {
        String address = account.filled(url);
        Ask ask = encoding == Encoding.JSON ? Ask.json(address, parameters) : Ask.form(address, parameters);
        return ask.with(headers(account));
    }

    static Map<String, String> headers(Account account) {
        Map<String, String> all = new TreeMap<>();
        account.filled(account.login().headers())
                .forEach((name, value) -> all.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return all;
    }

    static SecretText source(TokenSet tokens) {
        return Objects.requireNonNull(tokens.refresh(), "only asked with something to ask with");
    }

    static @Nullable String first(Answer.Came came, String... pointers) {
        for (String pointer : pointers) {
            String text = came.text(pointer);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    static OAuthLogin.AuthorizationCode code(Account account) {
        return (OAuthLogin.AuthorizationCode)
                Objects.requireNonNull(account.login().flow(OAuthFlow.AuthorizationCode));
    }

    static OAuthLogin.DeviceCode device(Account account) {
        return (OAuthLogin.DeviceCode) Objects.requireNonNull(account.login().flow(OAuthFlow.DeviceCode));
    }
}
