package io.ninerouter.operator.credential;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer has what a login yields, as JSON pointers.
 *
 * @param within what all of them begin with; empty = the answer itself
 */
record Members(String within, String access, String refresh, String idToken, String expiresIn, String expiresAt) {
    /** RFC 6749 §5.1. */
    static final Members STANDARD =
            new Members("", "/access_token", "/refresh_token", "/id_token", "/expires_in", "/expires_at");

    /** As vendors have it who write in camel case. */
    static final Members CAMEL =
            new Members("", "/accessToken", "/refreshToken", "/idToken", "/expiresIn", "/expiresAt");

    /** The same within another member. */
    Members within(String pointer) {
        return new Members(pointer, access, refresh, idToken, expiresIn, expiresAt);
    }

    /** Reads tokens over those that were there; null when there is no access token. */
    @Nullable
    TokenSet read(TokenSet before, Answer.Came answer, Instant now) {
        String token = answer.text(within + access);
        if (token == null) {
            return null;
        }
        Instant end = time(answer.text(within + expiresAt));
        return before.access(token, end == null ? TokenSet.end(token, answer.text(within + expiresIn), now) : end, now)
                .refresh(answer.text(within + refresh))
                .idToken(answer.text(within + idToken));
    }

    static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (text.matches("[0-9]{9,14}")) {
                long number = Long.parseLong(text);
                return number > 99_999_999_999L ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
