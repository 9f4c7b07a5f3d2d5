package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GitLab: what the login yields, or a personal access token, makes tokens for its AI gateway. Headers that go with such a token
 * are facts, by lower-case name.
 */
final class GitLab extends TwoLevels {
    @Override
    Ask make(Account account, TokenSet tokens) {
        return Ask.json(account.url("directAccess"), Json.object());
    }

    @Override
    TokenSet made(TokenSet tokens, Answer.Came answer) {
        TokenSet next = tokens;
        for (Map.Entry<String, JsonNode> header : answer.body().path("headers").properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            next = name.startsWith("x-gitlab-")
                    ? next.fact(name, header.getValue().asText())
                    : next;
        }
        return next;
    }

    @Override
    String authorization(TokenSet tokens) {
        return "Bearer " + source(tokens).reveal();
    }

    @Override
    public @Nullable String missing(Account account, TokenSet tokens) {
        return tokens.access() == null ? "the token for the AI gateway: GitLab has not given it yet" : null;
    }
}
