package io.ninerouter.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * iFlow wants each request signed with the key: HMAC-SHA256 over who asks, in which session and when. There is no reference;
 * the form is that of its public command line client. Stateless.
 */
final class IFlowSignature {
    private static final String SESSION = "session-id";
    private static final String TIMESTAMP = "x-iflow-timestamp";
    private static final String SIGNATURE = "x-iflow-signature";
    private static final String ALGORITHM = "HmacSHA256";

    private IFlowSignature() {}

    /**
     * Signs a request that names its session.
     *
     * @param headers with {@code User-Agent} and {@code session-id}; changed in place
     * @throws IllegalStateException when one of the two is missing: the provider's headers have to name the session
     */
    static void sign(HttpHeaders headers, SecretText key, long nowMillis) {
        String agent = required(headers, HttpHeaderNames.USER_AGENT);
        String session = required(headers, SESSION);
        headers.set(TIMESTAMP, Long.toString(nowMillis));
        headers.set(SIGNATURE, of(key, agent, session, nowMillis));
    }

    /** The signature: lower-case hex. */
    static String of(SecretText key, String agent, String session, long nowMillis) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            String message = agent + ':' + session + ':' + nowMillis;
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256: not usable (expected: every JDK has it)", e);
        }
    }

    private static String required(HttpHeaders headers, CharSequence name) {
        String value = headers.get(name);
        if (value == null) {
            throw new IllegalStateException(name + ": none (expected: one to sign)");
        }
        return value;
    }
}
