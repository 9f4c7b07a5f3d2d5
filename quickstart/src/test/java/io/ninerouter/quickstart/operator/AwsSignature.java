package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4 of a POST as it arrived, made again with the secret and nothing of the gateway's code. */
final class AwsSignature {
    private static final Pattern FORM =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/((\\d{8})/([^/]+)/bedrock/aws4_request), "
                    + "SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    private AwsSignature() {}

    /** Requires that it is there, of this key and region, over all that has to be signed, and right. */
    static void check(RecordingProvider.Asked arrived, String keyId, String region, String secret) throws Exception {
        String shown = arrived.header("authorization");
        Matcher form = FORM.matcher(String.valueOf(shown));
        assertThat(form.matches()).as("form of %s", shown).isTrue();
        assertThat(form.group(1)).isEqualTo(keyId);
        assertThat(form.group(4)).isEqualTo(region);
        String stamp = String.valueOf(arrived.header("x-amz-date"));
        assertThat(stamp).matches("\\d{8}T\\d{6}Z").startsWith(form.group(3));
        String names = form.group(5);
        assertThat(names.split(";"))
                .contains("content-type", "host", "x-amz-date")
                .isSorted();

        StringBuilder headers = new StringBuilder();
        for (String name : names.split(";")) {
            headers.append(name).append(':').append(arrived.header(name)).append('\n');
        }
        // What is encoded in the path is encoded once more.
        String canonical = "POST\n" + arrived.uri().replace("%", "%25") + "\n\n" + headers + '\n' + names + '\n'
                + hash(arrived.bytes());
        String text = "AWS4-HMAC-SHA256\n" + stamp + '\n' + form.group(2) + '\n'
                + hash(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : form.group(2).split("/")) {
            key = mac(key, part);
        }
        assertThat(form.group(6)).isEqualTo(HexFormat.of().formatHex(mac(key, text)));
    }

    private static String hash(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
