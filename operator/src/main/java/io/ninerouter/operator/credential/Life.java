package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of something that access tokens are made with, apart from that of the tokens.
 *
 * @param from when it was got; null = not known
 * @param until when it ends; null = it does not, or that is not known
 */
record Life(@Nullable Instant from, @Nullable Instant until) {

    /** As it stands beside the tokens. */
    static Life of(TokenSet tokens, String from, String until) {
        return new Life(time(tokens, from), time(tokens, until));
    }

    private static @Nullable Instant time(TokenSet tokens, String key) {
        SecretText text = tokens.kept().get(key);
        return text == null ? null : Members.time(text.reveal());
    }

    /** The tokens with this life beside them, and nothing of the one before. */
    TokenSet keptIn(TokenSet tokens, String fromKey, String untilKey) {
        return tokens.replace(fromKey, text(from)).replace(untilKey, text(until));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    /** Whether another has to be got before an access token is: a short life counts by its length, as that of a token does. */
    boolean isOver(Instant now) {
        return until != null && !now.isBefore(RefreshSchedule.dueAt(from, until, OAuthLogin.DEFAULT_AHEAD, 0));
    }

    /**
     * Whether it has made an access token: that it is refused now is news, and another may help. What is refused from its
     * first day on is refused for good.
     */
    boolean hasServed(TokenSet tokens) {
        Instant made = tokens.obtainedAt();
        return from == null || (made != null && !made.isBefore(from));
    }

    /** The same, found to be over. */
    Life endedAt(Instant now) {
        return new Life(from, now);
    }
}
