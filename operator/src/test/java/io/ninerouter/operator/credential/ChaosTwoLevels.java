package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.LoginKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A login whose token lasts 25 minutes and makes tokens that last ten, as often as it is asked; the login's token itself is
 * renewed with one that is good for one use.
 */
final class ChaosTwoLevels extends ChaosVendor {
    private static final Duration LOGIN = Duration.ofMinutes(25);
    private static final String MAKES = "https://vendor.example/made";

    /** Whether it makes tokens and nobody hears of it. */
    boolean silent;

    private int made;

    ChaosTwoLevels() {
        super(null);
    }

    @Override
    Account account() {
        return Logins.account(LoginKind.COPILOT_TOKEN, OAuthFlow.Import, Map.of("copilotToken", MAKES), Map.of());
    }

    @Override
    Map<String, SecretText> first(String name, Instant now) {
        String login = name + "-a0";
        ends.put(login, now.plus(LOGIN));
        return Map.of(
                Keys.REFRESH, SecretText.of(login),
                Keys.SOURCE_REFRESH, SecretText.of(refreshToken(name + "-r0")),
                Keys.SOURCE_OBTAINED_AT, SecretText.of(now.toString()),
                Keys.SOURCE_EXPIRES_AT, SecretText.of(now.plus(LOGIN).toString()));
    }

    @Override
    boolean knows(TokenSet tokens) {
        return super.knows(tokens.refresh(tokens.kept().get(Keys.SOURCE_REFRESH).reveal()));
    }

    @Override
    Duration life() {
        return LOGIN;
    }

    @Override
    Answer answer(String name, Ask ask, boolean accessLives, Instant now) {
        if (!ask.url().toString().equals(MAKES)) {
            return super.answer(name, ask, accessLives, now);
        }
        String login = ask.headers().get("authorization").replaceFirst("^token ", "");
        if (!takes(login, now)) {
            return new Answer.Came(401, null, Json.read("{\"message\":\"Bad credentials\"}"));
        }
        String token = name + "-m" + ++made;
        ends.put(token, now.plus(LIFE));
        return silent
                ? new Answer.None(true, "no answer")
                : new Answer.Came(
                        200,
                        null,
                        Json.read("{\"token\":\"%s\",\"expires_at\":%d}"
                                .formatted(token, now.plus(LIFE).getEpochSecond())));
    }
}
