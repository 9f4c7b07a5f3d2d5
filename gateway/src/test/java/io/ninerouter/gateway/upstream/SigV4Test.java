package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.SecretText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures of AWS: those that AWS publishes (aws-sig-v4-test-suite, "service"), and what goes out to Bedrock. */
class SigV4Test {
    private static final long NOW = Instant.parse("2015-08-30T12:36:00Z").toEpochMilli();
    private static final String SESSION =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd"
                    + "QrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static Credential credential(String session) {
        Map<String, String> facts = new HashMap<>(Map.of("accessKeyId", "AKIDEXAMPLE", "region", "us-east-1"));
        if (session != null) {
            facts.put("sessionToken", session);
        }
        return new Credential(
                Credential.Kind.API_KEY, SecretText.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), null, facts);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", textBlock = """
            get-vanilla,                       GET,  /,                              -,  -, host;x-amz-date, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            post-vanilla,                      POST, /,                              -,  -, host;x-amz-date, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
            get-vanilla-query-order-key-case,  GET,  /?Param2=value2&Param1=value1,  -,  -, host;x-amz-date, b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
            post-x-www-form-urlencoded,        POST, /, application/x-www-form-urlencoded, Param1=value1, content-type;host;x-amz-date, ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a
            """)
    void signsAsAwsDoes(
            String name, String method, String path, String type, String body, String names, String signature) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (type != null) {
            headers.set("Content-Type", type);
        }
        ByteBuf bytes = Unpooled.copiedBuffer(body == null ? "" : body, StandardCharsets.UTF_8);

        SigV4.sign(
                method,
                new Signatures.Unsigned(URI.create("https://example.amazonaws.com" + path), headers, bytes),
                "service",
                credential(null),
                NOW);

        assertThat(headers.get("x-amz-date")).isEqualTo("20150830T123600Z");
        assertThat(headers.get("authorization"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                        + "SignedHeaders=" + names + ", Signature=" + signature);
    }

    @Test
    void signsTheTokenOfASession() {
        HttpHeaders headers = new DefaultHttpHeaders();

        SigV4.sign(
                "POST",
                new Signatures.Unsigned(URI.create("https://example.amazonaws.com/"), headers, Unpooled.EMPTY_BUFFER),
                "service",
                credential(SESSION),
                NOW);

        assertThat(headers.get("authorization"))
                .endsWith("SignedHeaders=host;x-amz-date;x-amz-security-token, "
                        + "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
    }

    @Test
    void hashesABodyInPartsAsIfItWereOneAndLeavesItAsItIs() {
        byte[] text = "{\"messages\":[]}".getBytes(StandardCharsets.UTF_8);
        ByteBuf parts = Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(text, 0, 5), Unpooled.wrappedBuffer(text, 5, text.length - 5));

        assertThat(signedForBedrock(parts)).isEqualTo(signedForBedrock(Unpooled.wrappedBuffer(text)));
        assertThat(parts.readableBytes()).isEqualTo(text.length);
        parts.release();
    }

    private static String signedForBedrock(ByteBuf body) {
        HttpHeaders headers = new DefaultHttpHeaders().set("content-type", "application/json");
        Signatures.sign(
                new Signatures.Unsigned(
                        URI.create("https://bedrock-runtime.us-east-1.amazonaws.com/model/m%3A0/converse"),
                        headers,
                        body),
                new AuthScheme(AuthScheme.Scheme.SIGV4, null),
                null,
                Dialect.BEDROCK_CONVERSE,
                credential(null),
                NOW);
        return headers.get("authorization");
    }

    /** Made apart from this code, with Python's hmac: the path is encoded twice. */
    @Test
    void signsThePathOfAModelAsBedrockReadsIt() {
        assertThat(signedForBedrock(Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8)))
                .isEqualTo(
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request, "
                                + "SignedHeaders=content-type;host;x-amz-date, Signature=c7de525cb9d9ccb47a0f71e7b77306fd9f313d962d2f3dc32df94242be139e38");
    }

    @Test
    void takesTheRegionFromTheAddressWhereTheAccountNamesNone() {
        HttpHeaders headers = new DefaultHttpHeaders();
        Credential bare = new Credential(
                Credential.Kind.API_KEY, SecretText.of("secret"), null, Map.of("accessKeyId", "AKIDEXAMPLE"));

        SigV4.sign(
                "POST",
                new Signatures.Unsigned(
                        URI.create("https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/"),
                        headers,
                        Unpooled.EMPTY_BUFFER),
                "bedrock",
                bare,
                NOW);

        assertThat(headers.get("authorization")).contains("/us-gov-west-1/bedrock/");
        assertThatThrownBy(() -> SigV4.sign(
                        "POST",
                        new Signatures.Unsigned(URI.create("http://127.0.0.1:1/"), headers, Unpooled.EMPTY_BUFFER),
                        "bedrock",
                        bare,
                        NOW))
                .hasMessage("region: none (expected: a fact of the credential, for scheme SigV4)");
    }
}
