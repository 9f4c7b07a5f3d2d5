package io.ninerouter.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Credential;
import io.ninerouter.gateway.codec.CursorSecret;
import io.ninerouter.gateway.codec.MissingFactException;
import io.ninerouter.gateway.codec.NamedUuid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What Cursor wants to see that derives from the account: of the token its digest and a UUID, and a checksum of the time with
 * the machine that the account was logged in on. The machine's id comes with the credential ({@value #MACHINE}); none is made
 * up. Stateless.
 */
final class CursorHeaders {
    /** The fact of the credential that names the machine. */
    static final String MACHINE = "machineId";

    private static final long CHECKSUM_UNIT_MILLIS = 1_000_000;
    private static final int SEED = 165;
    /** How far the time is shifted for each byte: the original shifts 32 bits, where 40 is 8 and 32 is nothing. */
    private static final int[] SHIFTS = {8, 0, 24, 16, 8, 0};

    private CursorHeaders() {}

    static void put(HttpHeaders headers, @Nullable Credential credential, long nowMillis) {
        String machine = credential == null ? null : credential.facts().get(MACHINE);
        if (credential == null || machine == null || machine.isBlank()) {
            throw new MissingFactException(MACHINE);
        }
        String token = CursorSecret.token(credential.secret().reveal());
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        headers.set("x-client-key", clientKey(token));
        headers.set("x-session-id", NamedUuid.of(token).toString());
        headers.set("x-cursor-checksum", checksum(nowMillis, machine));
    }

    /** SHA-256 of the token, in hex. */
    static String clientKey(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: in every Java)", e);
        }
    }

    /** The time in units of 1,000 s, six bytes that are mixed with each other, in base64; then the machine. */
    static String checksum(long nowMillis, String machine) {
        int unit = (int) (nowMillis / CHECKSUM_UNIT_MILLIS);
        byte[] bytes = new byte[SHIFTS.length];
        int last = SEED;
        for (int i = 0; i < bytes.length; i++) {
            last = ((((unit >> SHIFTS[i]) & 0xff) ^ last) + i) & 0xff;
            bytes[i] = (byte) last;
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + machine;
    }
}
