package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** iFlow: requests carry a key of the account, which the access token is good to ask for. */
final class IFlow extends Standard {
    private static final String KEY = "key";

    @Override
    public @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        SecretText access = tokens.access();
        if (access == null || tokens.kept().containsKey(Keys.API_KEY)) {
            return null;
        }
        Map<String, String> query = Map.of("accessToken", access.reveal());
        return new FollowUp(
                KEY, true, Ask.get(Ask.withQuery(account.url("user"), query)).with(headers(account)));
    }

    @Override
    public Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        if (!(answer instanceof Answer.Came came) || !came.good()) {
            return Got.nothing(answer);
        }
        String key = came.body().path("success").asBoolean() ? came.text("/data/apiKey") : null;
        return key == null
                ? new Got.Nothing(new Failure(Failure.Kind.LATER, "iFlow names no key for the account", null))
                : new Got.Tokens(
                        tokens.keep(Keys.API_KEY, key).fact("email", first(came, "/data/email", "/data/phone")));
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
