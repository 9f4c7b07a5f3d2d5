package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.config.SecretText;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a login yielded.
 *
 * @param access what requests show; null = there is none yet
 * @param refresh what a new access token is got with: a refresh token, or what a vendor has in its place; null = nothing
 * @param idToken null = none
 * @param expiresAt when {@code access} ends; null = never, or not known
 * @param obtainedAt when {@code access} was got; null = not known
 * @param facts of the account, by name; see {@link Keys#FACTS}
 * @param kept other secrets that belong to the login, by key of the Secret; see {@link Keys#KEPT}
 */
public record TokenSet(
        @Nullable SecretText access,
        @Nullable SecretText refresh,
        @Nullable SecretText idToken,
        @Nullable Instant expiresAt,
        @Nullable Instant obtainedAt,
        Map<String, String> facts,
        Map<String, SecretText> kept) {

    /** Nothing. */
    public static final TokenSet NONE = new TokenSet(null, null, null, null, null, Map.of(), Map.of());

    public TokenSet {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        kept = Collections.unmodifiableMap(new TreeMap<>(kept));
    }

    /** Whether there is nothing to show and nothing to get it with. */
    public boolean isEmpty() {
        return access == null && refresh == null;
    }

    /** Whether the access token can be shown at a moment. */
    public boolean isLive(Instant now) {
        return access != null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** A fact; null = not known. */
    public @Nullable String fact(String name) {
        return facts.get(name);
    }

    /** The same with a fact; one that is null changes nothing. */
    TokenSet fact(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(facts);
        all.put(name, value);
        return new TokenSet(access, refresh, idToken, expiresAt, obtainedAt, all, kept);
    }

    /** The same with another secret beside the tokens. */
    TokenSet keep(String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return this;
        }
        Map<String, SecretText> all = new TreeMap<>(kept);
        all.put(key, SecretText.of(value));
        return new TokenSet(access, refresh, idToken, expiresAt, obtainedAt, facts, all);
    }

    /** The same with another secret in place of the one under that key; null removes it. */
    TokenSet replace(String key, @Nullable String value) {
        Map<String, SecretText> all = new TreeMap<>(kept);
        all.remove(key);
        return new TokenSet(access, refresh, idToken, expiresAt, obtainedAt, facts, all).keep(key, value);
    }

    /** The same with another refresh token; null leaves the one that is there. */
    TokenSet refresh(@Nullable String token) {
        return token == null
                ? this
                : new TokenSet(access, SecretText.of(token), idToken, expiresAt, obtainedAt, facts, kept);
    }

    /** The same with another access token. */
    TokenSet access(String token, @Nullable Instant end, Instant now) {
        return new TokenSet(SecretText.of(token), refresh, idToken, end, now, facts, kept);
    }

    /** The same with another ID token; null leaves the one that is there. */
    TokenSet idToken(@Nullable String token) {
        return token == null
                ? this
                : new TokenSet(access, refresh, SecretText.of(token), expiresAt, obtainedAt, facts, kept);
    }

    /** Without what is shown: it has to be got anew. */
    TokenSet withoutAccess() {
        return new TokenSet(null, refresh, idToken, null, null, facts, kept);
    }

    /** When a token ends: the vendor's word, else that of the token itself, if it is a JWT; null = neither. */
    static @Nullable Instant end(String token, @Nullable String expiresIn, Instant now) {
        try {
            if (expiresIn != null) {
                return now.plusSeconds(Math.clamp((long) Double.parseDouble(expiresIn), 0, MOST_SECONDS));
            }
        } catch (NumberFormatException e) {
            // A vendor that says something else has said nothing.
        }
        return claimedEnd(token);
    }

    /** When a JWT says that it ends; null = it does not say, or is none. */
    static @Nullable Instant claimedEnd(String token) {
        JsonNode exp = Json.claims(token).path("exp");
        return exp.isNumber() ? Instant.ofEpochSecond(Math.clamp(exp.asLong(), 0, 32_503_680_000L)) : null;
    }

    /** Ten years: what is longer is a mistake. */
    private static final long MOST_SECONDS = 315_360_000;

    @Override
    public String toString() {
        return "TokenSet[access=" + access + ", refresh=" + refresh + ", expiresAt=" + expiresAt + ", facts="
                + facts.keySet() + ", kept=" + kept.keySet() + "]";
    }
}
