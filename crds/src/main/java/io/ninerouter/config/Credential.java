package io.ninerouter.config;

import org.jspecify.annotations.Nullable;

/**
 * What one connection shows its provider.
 *
 * @param kind whether the secret is a key that a person was given or a token that a login yielded; a provider may want them
 *     in different headers
 * @param secret the key or token
 * @param expiresAtMillis epoch milliseconds; null = does not expire, or not known
 */
public record Credential(
        Kind kind, SecretText secret, @Nullable Long expiresAtMillis) {

    /** An API key that does not expire. */
    public static Credential apiKey(String key) {
        return new Credential(Kind.API_KEY, SecretText.of(key), null);
    }

    /** What a secret is. */
    public enum Kind {
        /** A key that a person was given. */
        API_KEY,
        /** A token that a login yielded. */
        ACCESS_TOKEN
    }
}
