package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Logins whose token is good to make other tokens, which requests show. The login's token stands where others have a refresh
 * token; one that ends by itself has a refresh token of its own. Stateless.
 */
final class TwoLevels {
    private TwoLevels() {}

    /** What a login yielded: nothing of it is shown. */
    static TokenSet source(TokenSet before, String token, Answer.Came came, Instant now) {
        Instant end = TokenSet.end("", came.text("/expires_in"), now);
        return before.refresh(token)
                .keep(Keys.SOURCE_REFRESH, came.text("/refresh_token"))
                .keep(Keys.SOURCE_EXPIRES_AT, end == null ? null : end.toString());
    }

    /** Renews the login's token when it ends soon; null = it does not, or cannot be. */
    static @Nullable Ask refresh(Account account, TokenSet tokens, Instant now) {
        SecretText second = tokens.kept().get(Keys.SOURCE_REFRESH);
        SecretText text = tokens.kept().get(Keys.SOURCE_EXPIRES_AT);
        Instant end = Members.time(text == null ? null : text.reveal());
        OAuthLogin.Refresh refresh = account.refresh();
        if (second == null || refresh == null || end == null || now.isBefore(end.minus(OAuthLogin.DEFAULT_AHEAD))) {
            return null;
        }
        Map<String, String> parameters = new TreeMap<>(account.filled(refresh.parameters()));
        parameters.put("grant_type", "refresh_token");
        parameters.put("refresh_token", second.reveal());
        return Standard.asClient(account, refresh.url(), refresh.encoding(), parameters);
    }

    /** A person who has nothing but the login's token calls it an access token. */
    static TokenSet completed(TokenSet tokens) {
        SecretText access = tokens.access();
        return access == null || tokens.refresh() != null
                ? tokens
                : tokens.refresh(access.reveal()).withoutAccess();
    }
}
