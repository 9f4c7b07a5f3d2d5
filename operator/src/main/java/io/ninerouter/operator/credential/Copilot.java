package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * GitHub: what the login yields makes tokens for Copilot, and is shown to nobody else. So the GitHub token stands where others
 * have a refresh token, and the Copilot token is what requests show. A GitHub token that ends by itself has a refresh token of
 * its own.
 */
final class Copilot extends Standard {
    private static final String ACCOUNT = "account";

    @Override
    public Got polled(Account account, Login login, Answer answer, Instant now) {
        String token = answer instanceof Answer.Came came && came.good() ? came.text("/access_token") : null;
        return token == null || !(answer instanceof Answer.Came came)
                ? Got.nothing(answer)
                : new Got.Tokens(source(TokenSet.NONE, token, came, now));
    }

    private static TokenSet source(TokenSet before, String token, Answer.Came came, Instant now) {
        Instant end = TokenSet.end("", came.text("/expires_in"), now);
        return before.refresh(token)
                .keep(Keys.SOURCE_REFRESH, came.text("/refresh_token"))
                .keep(Keys.SOURCE_EXPIRES_AT, end == null ? null : end.toString());
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Instant now) {
        SecretText second = tokens.kept().get(Keys.SOURCE_REFRESH);
        OAuthLogin.Refresh refresh = account.refresh();
        if (second != null && refresh != null && ends(tokens, now)) {
            Map<String, String> parameters = new TreeMap<>(account.filled(refresh.parameters()));
            parameters.put("grant_type", "refresh_token");
            parameters.put("refresh_token", second.reveal());
            return asClient(account, refresh.url(), refresh.encoding(), parameters);
        }
        return Ask.get(account.url("copilotToken"))
                .with(headers(account))
                .with("authorization", "token " + source(tokens).reveal());
    }

    private static boolean ends(TokenSet tokens, Instant now) {
        SecretText end = tokens.kept().get(Keys.SOURCE_EXPIRES_AT);
        Instant at = Members.time(end == null ? null : end.reveal());
        return at != null && now.isAfter(at.minus(OAuthLogin.DEFAULT_AHEAD));
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Answer answer, Instant now) {
        if (!(answer instanceof Answer.Came came) || !came.good()) {
            return Got.nothing(answer);
        }
        String github = came.text("/access_token");
        if (github != null) {
            // The Copilot token is got with it at once: nothing of this account is shown until then.
            return new Got.Tokens(source(tokens.withoutAccess(), github, came, now));
        }
        TokenSet next = new Members("", "/token", "", "/id", "/none", "/expires_at").read(tokens, came, now);
        String address = came.text("/endpoints/api");
        return next == null
                ? Got.nothing(answer)
                : new Got.Tokens(
                        next.fact("baseUrl", address != null && Hosts.isPublicAddress(address) ? address : null)
                                .fact("plan", came.text("/sku")));
    }

    @Override
    public @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        if (tokens.refresh() == null
                || tokens.fact("accountId") != null
                || done.contains(ACCOUNT)
                || !account.login().urls().containsKey("user")) {
            return null;
        }
        Ask ask = Ask.get(account.url("user"))
                .with(headers(account))
                .with("authorization", "token " + source(tokens).reveal());
        return new FollowUp(ACCOUNT, false, ask);
    }

    @Override
    public Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        return answer instanceof Answer.Came came && came.good()
                ? new Got.Tokens(told(tokens, came).fact("accountId", came.text("/id")))
                : Got.nothing(answer);
    }

    @Override
    public @Nullable String missing(Account account, TokenSet tokens) {
        return tokens.access() == null ? "the token for Copilot: GitHub has not given it yet" : null;
    }
}
