package io.ninerouter.gateway.http;

import io.ninerouter.gateway.fake.FakeProvider.Asked;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whether a request as it arrived was signed with the secret (Signature Version 4), told apart from the gateway's code. */
record SignatureCheck(Asked asked, String secret) {
    private static final Pattern SIGNED = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(\\d{8}/us-east-1/bedrock/aws4_request), SignedHeaders=([a-z0-9;-]+),"
                    + " Signature=([0-9a-f]{64})");

    boolean holds() {
        Matcher told = SIGNED.matcher(asked.header("authorization"));
        if (!told.matches()) {
            return false;
        }
        StringBuilder headers = new StringBuilder();
        for (String name : told.group(2).split(";")) {
            headers.append(name).append(':').append(asked.header(name)).append('\n');
        }
        String canonical = asked.method() + '\n' + asked.uri().replace("%", "%25") + "\n\n" + headers + '\n'
                + told.group(2) + '\n' + hash(asked.body());
        String text = "AWS4-HMAC-SHA256\n" + asked.header("x-amz-date") + '\n' + told.group(1) + '\n'
                + hash(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : told.group(1).split("/")) {
            key = mac(key, part);
        }
        return asked.header("x-amz-date").startsWith(told.group(1).substring(0, 8))
                && HexFormat.of().formatHex(mac(key, text)).equals(told.group(3));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
