package io.ninerouter.operator.apikey;

import io.ninerouter.config.SecretText;

/**
 * What a Router signs its keys with.
 *
 * @param routerId 16 hex digits that stand in every key of the Router
 * @param secret key of the HMAC
 */
public record SigningKey(String routerId, SecretText secret) {
    public SigningKey {
        if (!routerId.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("router id: " + routerId + " (expected: 16 hex digits)");
        }
    }

    /** Name of the Secret that holds it, in the Router's namespace. */
    public static String secretName(String router) {
        return router + "-signing";
    }
}
