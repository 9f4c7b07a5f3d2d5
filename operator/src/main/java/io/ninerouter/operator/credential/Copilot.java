package io.ninerouter.operator.credential;

import java.time.Instant;
import java.util.Set;
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
                : new Got.Tokens(TwoLevels.source(TokenSet.NONE, token, came, now));
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Instant now) {
        Ask first = TwoLevels.refresh(account, tokens, now);
        if (first != null) {
            return first;
        }
        return Ask.get(account.url("copilotToken"))
                .with(headers(account))
                .with("authorization", "token " + source(tokens).reveal());
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Answer answer, Instant now) {
        if (!(answer instanceof Answer.Came came) || !came.good()) {
            return Got.nothing(answer);
        }
        String github = came.text("/access_token");
        if (github != null) {
            // The Copilot token is got with it at once: nothing of this account is shown until then.
            return new Got.Tokens(TwoLevels.source(tokens.withoutAccess(), github, came, now));
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
    public TokenSet completed(TokenSet tokens) {
        return TwoLevels.completed(tokens);
    }

    @Override
    public @Nullable String missing(Account account, TokenSet tokens) {
        return tokens.access() == null ? "the token for Copilot: GitHub has not given it yet" : null;
    }
}
