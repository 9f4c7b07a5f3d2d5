package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rotating refresh tokens, each good for one use; access tokens that last ten minutes. */
class ChaosVendor {
    static final Duration LIFE = Duration.ofMinutes(10);

    final Set<String> revoked = new HashSet<>();
    final Map<String, Integer> reuses = new TreeMap<>();
    final List<String> reusedWhileLive = new ArrayList<>();
    int rotations;

    /** When each token that was given ends. */
    final Map<String, Instant> ends = new HashMap<>();

    private final @Nullable Duration grace;
    private final Set<String> live = new HashSet<>();
    private final Map<String, Spent> spent = new HashMap<>();

    /** @param grace for how long a token that is spent gives the same answer; null = not at all */
    ChaosVendor(@Nullable Duration grace) {
        this.grace = grace;
    }

    private record Spent(Instant at, String answer) {}

    /** How its accounts are kept. */
    Account account() {
        return Logins.account(OAuthFlow.Import, true, grace);
    }

    /** The Secret of an account that somebody has brought. */
    Map<String, SecretText> first(String name, Instant now) {
        return Map.of(Keys.REFRESH, SecretText.of(refreshToken(name + "-r0")));
    }

    /** A refresh token that is good for one use. */
    final String refreshToken(String token) {
        live.add(token);
        return token;
    }

    final boolean takes(String access, Instant at) {
        return !revoked.contains(access) && at.isBefore(ends.getOrDefault(access, Instant.MIN));
    }

    /** Whether an account can still be renewed with what stands in its Secret. */
    boolean knows(TokenSet tokens) {
        return live.contains(tokens.refresh().reveal());
    }

    /** How long the access token of an answer lasts. */
    Duration life() {
        return LIFE;
    }

    Answer answer(String name, Ask ask, boolean accessLives, Instant now) {
        String token = ask.body().replaceFirst(".*refresh_token=([^&]*).*", "$1");
        if (live.remove(token)) {
            int number = ++rotations;
            String access = name + "-a" + number;
            ends.put(access, now.plus(life()));
            String body = "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":%d}"
                    .formatted(access, refreshToken(name + "-r" + number), life().toSeconds());
            spent.put(token, new Spent(now, body));
            return new Answer.Came(200, null, Json.read(body));
        }
        Spent before = spent.get(token);
        if (before != null && grace != null && now.isBefore(before.at().plus(grace))) {
            return new Answer.Came(200, null, Json.read(before.answer()));
        }
        reuses.merge(token, 1, Integer::sum);
        if (accessLives) {
            reusedWhileLive.add(token);
        }
        return new Answer.Came(400, null, Json.read("{\"error\":\"refresh_token_reused\"}"));
    }
}
