package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GitLab: what the login yields, or a personal access token, makes tokens for its AI gateway. Headers that go with such a token
 * are facts, by lower-case name.
 */
final class GitLab extends Standard {
    @Override
    public Got exchanged(Account account, Login login, Answer answer, Instant now) {
        String token = answer instanceof Answer.Came came && came.good() ? came.text("/access_token") : null;
        return token == null || !(answer instanceof Answer.Came came)
                ? Got.nothing(answer)
                : new Got.Tokens(TwoLevels.source(TokenSet.NONE, token, came, now));
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Instant now) {
        Ask first = TwoLevels.refresh(account, tokens, now);
        return first == null
                ? Ask.json(account.url("directAccess"), Json.object())
                        .with(headers(account))
                        .with("authorization", "Bearer " + source(tokens).reveal())
                : first;
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Answer answer, Instant now) {
        if (!(answer instanceof Answer.Came came) || !came.good()) {
            return Got.nothing(answer);
        }
        String login = came.text("/access_token");
        if (login != null) {
            return new Got.Tokens(TwoLevels.source(tokens.withoutAccess(), login, came, now));
        }
        TokenSet next = new Members("", "/token", "", "/id", "/none", "/expires_at").read(tokens, came, now);
        if (next == null) {
            return Got.nothing(answer);
        }
        for (Map.Entry<String, JsonNode> header : came.body().path("headers").properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            next = name.startsWith("x-gitlab-")
                    ? next.fact(name, header.getValue().asText())
                    : next;
        }
        return new Got.Tokens(next);
    }

    @Override
    public TokenSet completed(TokenSet tokens) {
        return TwoLevels.completed(tokens);
    }

    @Override
    public @Nullable String missing(Account account, TokenSet tokens) {
        return tokens.access() == null ? "the token for the AI gateway: GitLab has not given it yet" : null;
    }
}
