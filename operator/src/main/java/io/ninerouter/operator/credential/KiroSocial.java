package io.ninerouter.operator.credential;

import io.ninerouter.operator.catalog.OAuthLogin;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Kiro's own login with a Google or GitHub account, and what its desktop program keeps. Members are in camel case. */
final class KiroSocial extends Standard {
    private static final KiroSso AWS = new KiroSso();

    /** Its page asks for no scopes: those are AWS's. */
    @Override
    String scope(Account account) {
        return "";
    }

    @Override
    Members members() {
        return Members.CAMEL;
    }

    @Override
    public Ask exchange(Account account, Login login) {
        OAuthLogin.AuthorizationCode flow = code(account);
        return Ask.json(
                        account.filled(flow.tokenUrl()),
                        Map.of(
                                "code", login.value(Login.CODE),
                                "code_verifier", login.value(Login.VERIFIER),
                                "redirect_uri", flow.redirectUri()))
                .with(headers(account));
    }

    /** Tokens of a login through AWS that a person brought, with the client that they are bound to, are renewed there. */
    private static boolean isOfAws(TokenSet tokens) {
        return tokens.kept().containsKey(Keys.CLIENT_ID);
    }

    @Override
    public Renewal renewal(Account account, TokenSet tokens, Instant now) {
        return isOfAws(tokens) ? AWS.renewal(account, tokens, now) : super.renewal(account, tokens, now);
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
        if (isOfAws(tokens)) {
            return AWS.refresh(account, tokens, renewal, now);
        }
        OAuthLogin.Refresh refresh = Objects.requireNonNull(account.refresh(), "only asked where tokens are renewed");
        return Ask.json(
                        account.filled(refresh.url()),
                        Map.of("refreshToken", source(tokens).reveal()))
                .with(headers(account));
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Renewal renewal, Answer answer, Instant now) {
        return isOfAws(tokens)
                ? AWS.refreshed(account, tokens, renewal, answer, now)
                : super.refreshed(account, tokens, renewal, answer, now);
    }

    @Override
    TokenSet facts(TokenSet tokens, Answer.Came answer) {
        return told(tokens, answer);
    }

    /** A renewal may name another profile: the newest counts. */
    static TokenSet told(TokenSet tokens, Answer.Came answer) {
        return tokens.fact("profileArn", answer.text("/profileArn"));
    }
}
