package io.ninerouter.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Credential;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AWS Signature Version 4 in the {@code Authorization} header. Signed are the method, the path (encoded once more, as all
 * services but S3 want it), the query, {@code Host}, {@code Content-Type}, every {@code X-Amz-*} header and the body's hash.
 * Stateless. Source: AWS, "Create a signed AWS API request".
 */
final class SigV4 {
    /** Facts of a credential: which access key the secret belongs to, where it is used, and what a session adds. */
    static final String ACCESS_KEY_ID = "accessKeyId";

    static final String REGION = "region";
    static final String SESSION_TOKEN = "sessionToken";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String DATE = "x-amz-date";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** {@code bedrock-runtime.us-east-1.amazonaws.com}, {@code …-fips.us-gov-west-1.amazonaws.com}, {@code ….com.cn}. */
    private static final Pattern REGIONAL = Pattern.compile("\\.([a-z]{2}(?:-[a-z]+)+-\\d+)\\.");

    private SigV4() {}

    /**
     * Signs.
     *
     * @param request its headers get the date, the session's token and the signature; its body is hashed where it lies
     * @param service such as {@code bedrock}
     * @param nowMillis since the epoch
     * @throws IllegalStateException when the credential lacks a fact that is needed
     */
    static void sign(
            String method, Signatures.Unsigned request, String service, Credential credential, long nowMillis) {
        String stamp = STAMP.format(Instant.ofEpochMilli(nowMillis));
        String scope =
                stamp.substring(0, 8) + '/' + region(request.uri(), credential) + '/' + service + "/aws4_request";
        HttpHeaders headers = request.headers();
        headers.set(DATE, stamp);
        String session = credential.facts().get(SESSION_TOKEN);
        if (session != null) {
            headers.set("x-amz-security-token", session);
        }
        Map<String, String> signed = signed(request);
        String names = String.join(";", signed.keySet());
        String canonical = String.join(
                "\n",
                method,
                path(request.uri()),
                query(request.uri().getRawQuery()),
                signed.entrySet().stream()
                        .map(each -> each.getKey() + ':' + each.getValue() + '\n')
                        .collect(Collectors.joining()),
                names,
                hash(request.body()));
        String toSign = String.join("\n", ALGORITHM, stamp, scope, hash(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = key(credential.secret().reveal(), scope);
        headers.set(
                HttpHeaderNames.AUTHORIZATION,
                ALGORITHM + " Credential=" + fact(credential, ACCESS_KEY_ID) + '/' + scope + ", SignedHeaders=" + names
                        + ", Signature=" + HexFormat.of().formatHex(mac(key, toSign)));
    }

    private static String region(URI uri, Credential credential) {
        String told = credential.facts().get(REGION);
        if (told != null) {
            return told;
        }
        Matcher named = REGIONAL.matcher(host(uri));
        return named.find() ? named.group(1) : fact(credential, REGION);
    }

    private static String fact(Credential credential, String name) {
        String value = credential.facts().get(name);
        if (value == null) {
            throw new IllegalStateException(name + ": none (expected: a fact of the credential, for scheme SigV4)");
        }
        return value;
    }

    private static Map<String, String> signed(Signatures.Unsigned request) {
        Map<String, String> signed = new TreeMap<>();
        signed.put("host", host(request.uri()));
        for (String name : request.headers().names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-") || lower.equals("content-type")) {
                signed.put(
                        lower,
                        request.headers().getAll(name).stream()
                                .map(value -> value.strip().replaceAll(" +", " "))
                                .collect(Collectors.joining(",")));
            }
        }
        return signed;
    }

    /** As the header names it: with the port unless it is the scheme's own. */
    private static String host(URI uri) {
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == usual ? uri.getHost() : uri.getHost() + ':' + uri.getPort();
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.isEmpty() ? "/" : encode(path);
    }

    private static String query(@Nullable String query) {
        if (query == null) {
            return "";
        }
        return Arrays.stream(query.split("&", -1))
                .map(each -> each.indexOf('=') < 0 ? each + '=' : each)
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~/".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static String hash(ByteBuf body) {
        MessageDigest digest = sha256();
        if (body.isReadable()) {
            for (ByteBuffer part : body.nioBuffers()) {
                digest.update(part);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(byte[] text) {
        return HexFormat.of().formatHex(sha256().digest(text));
    }

    private static byte[] key(String secret, String scope) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = mac(key, part);
        }
        return key;
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: missing (expected: in every Java)", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256: missing (expected: in every Java)", e);
        }
    }
}
