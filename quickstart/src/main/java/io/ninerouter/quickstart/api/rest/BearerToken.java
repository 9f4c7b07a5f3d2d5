package io.ninerouter.quickstart.api.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The one token that opens the server. Compared in constant time; prints as stars.
 *
 * @param value the token itself
 */
public record BearerToken(String value) {

    private static final String SCHEME = "Bearer ";

    /** Refuses an empty token. */
    public BearerToken {
        if (value.isBlank()) {
            throw new IllegalArgumentException("token: empty (expected: at least one character)");
        }
    }

    /** A token nobody can guess. */
    public static BearerToken random() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return new BearerToken(HexFormat.of().formatHex(random));
    }

    /** Whether an Authorization header carries this token. */
    public boolean matches(String authorization) {
        return authorization.startsWith(SCHEME)
                && is(authorization.substring(SCHEME.length()).trim());
    }

    /** Whether this is the token. */
    public boolean is(String candidate) {
        return MessageDigest.isEqual(
                candidate.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
