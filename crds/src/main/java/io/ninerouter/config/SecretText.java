package io.ninerouter.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that must not be printed: a key or a token. {@link #toString()} prints {@code ***}; it has no JSON form of its
 * own. Equality takes constant time. Immutable.
 */
public final class SecretText {
    private final String value;

    private SecretText(String value) {
        this.value = value;
    }

    /** Wraps a text; refuses a blank one without printing it. */
    public static SecretText of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("secret: blank (expected: a text that is not blank)");
        }
        return new SecretText(value);
    }

    /** The text itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretText that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
