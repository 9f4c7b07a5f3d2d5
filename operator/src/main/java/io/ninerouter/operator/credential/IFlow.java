package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * iFlow: requests carry a key of the account, which the access token is good to ask for. With each new token it is asked for
 * again: a key ends as well, and a provider that refuses it gets the one that has come in its place.
 */
final class IFlow extends Standard {
    private static final String KEY = "key";

    @Override
    public @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        SecretText access = tokens.access();
        boolean lacking = !tokens.kept().containsKey(Keys.API_KEY);
        if (access == null) {
            return null;
        }
        // Of each access token once, also where the refresh token stays the same.
        String name = lacking ? KEY : KEY + " of " + Stored.digest(access);
        if (!lacking && (isOf(tokens, access) || done.contains(name))) {
            return null;
        }
        Map<String, String> query = Map.of("accessToken", access.reveal());
        return new FollowUp(
                name,
                lacking,
                Ask.get(Ask.withQuery(account.url("user"), query)).with(headers(account)));
    }

    private static boolean isOf(TokenSet tokens, SecretText access) {
        SecretText of = tokens.kept().get(Keys.API_KEY_OF);
        return of != null && of.reveal().equals(Stored.digest(access));
    }

    @Override
    public Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        if (!(answer instanceof Answer.Came came) || !came.good()) {
            return Got.nothing(answer);
        }
        String key = came.body().path("success").asBoolean() ? came.text("/data/apiKey") : null;
        return key == null
                ? new Got.Nothing(new Failure(Failure.Kind.LATER, "iFlow names no key for the account", null))
                : new Got.Tokens(tokens.keep(Keys.API_KEY, key)
                        .keep(Keys.API_KEY_OF, Stored.digest(Objects.requireNonNull(tokens.access())))
                        .fact("email", first(came, "/data/email", "/data/phone")));
    }

    @Override
    public @Nullable String missing(Account account, TokenSet tokens) {
        return tokens.kept().containsKey(Keys.API_KEY) ? null : "the account's key: iFlow has not given it yet";
    }

    @Override
    public @Nullable SecretText shown(TokenSet tokens) {
        return tokens.kept().get(Keys.API_KEY);
    }
}
