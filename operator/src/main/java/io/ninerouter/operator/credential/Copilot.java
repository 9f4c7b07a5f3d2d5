package io.ninerouter.operator.credential;

import org.jspecify.annotations.Nullable;

/** GitHub: what the login yields makes tokens for Copilot, and is shown to nobody else. */
final class Copilot extends TwoLevels {
    @Override
    Ask make(Account account, TokenSet tokens) {
        return Ask.get(account.url("copilotToken"));
    }

    @Override
    TokenSet made(TokenSet tokens, Answer.Came answer) {
        String address = answer.text("/endpoints/api");
        return tokens.fact("baseUrl", address != null && Hosts.isPublicAddress(address) ? address : null)
                .fact("plan", answer.text("/sku"));
    }

    @Override
    String authorization(TokenSet tokens) {
        return "token " + source(tokens).reveal();
    }

    @Override
    public @Nullable String missing(Account account, TokenSet tokens) {
        return tokens.access() == null ? "the token for Copilot: GitHub has not given it yet" : null;
    }
}
