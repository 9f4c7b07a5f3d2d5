package io.ninerouter.operator.apikey;

import io.ninerouter.config.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of callers: {@code sk-<router id>-<key id>-<check>}, where the check is the first 8 hex digits of
 * HMAC-SHA256(secret, router id + key id). The check lets a key be told from a typo without a look-up.
 */
public final class KeyFormat {
    /** 128 bits: not to be guessed. */
    private static final int KEY_ID_BYTES = 16;

    private static final int ROUTER_ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final int CHECK_BYTES = 4;

    private KeyFormat() {}

    /** A key with a key id of the caller's. */
    public static SecretText key(SigningKey signing, String keyId) {
        String check = HexFormat.of().formatHex(hmac(signing.secret(), signing.routerId() + keyId), 0, CHECK_BYTES);
        return SecretText.of("sk-" + signing.routerId() + "-" + keyId + "-" + check);
    }

    /** A new key; {@code random} must be cryptographically strong. */
    public static SecretText newKey(SigningKey signing, RandomGenerator random) {
        return key(signing, hex(random, KEY_ID_BYTES));
    }

    /** A new signing key; {@code random} must be cryptographically strong. */
    public static SigningKey newSigningKey(RandomGenerator random) {
        return new SigningKey(hex(random, ROUTER_ID_BYTES), SecretText.of(hex(random, SECRET_BYTES)));
    }

    private static String hex(RandomGenerator random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private static byte[] hmac(SecretText secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
