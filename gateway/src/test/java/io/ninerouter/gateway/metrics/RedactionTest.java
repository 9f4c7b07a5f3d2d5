package io.ninerouter.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.SecretText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the request log may show of bodies. */
class RedactionTest {
    private static final String LONG = "QUJD".repeat(100);

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(
                        "what people say stays",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"The skeleton key, please\"}],\"max_tokens\":5}",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"The skeleton key, please\"}],\"max_tokens\":5}"),
                Arguments.of("the credential in use", "it was blue-42, blue-42!", "it was ***, ***!"),
                Arguments.of(
                        "a member", "{\"api_key\": \"abc\", \"a\": \"b\"}", "{\"api_key\": \"***\", \"a\": \"b\"}"),
                Arguments.of(
                        "a member with escapes",
                        "{\"dbPassword\":\"a\\\"b\\\\\",\"n\":1}",
                        "{\"dbPassword\":\"***\",\"n\":1}"),
                Arguments.of(
                        "a member within arguments",
                        "{\"arguments\":\"{\\\"client_secret\\\":\\\"abc\\\",\\\"n\\\":\\\"x\\\"}\"}",
                        "{\"arguments\":\"{\\\"client_secret\\\":\\\"***\\\",\\\"n\\\":\\\"x\\\"}\"}"),
                Arguments.of("a key", "use sk-ant-api03-abcdefgh now", "use *** now"),
                Arguments.of("a header", "curl -H 'Authorization: Bearer abcdefgh12'", "curl -H 'Authorization: ***'"),
                Arguments.of("of GitHub", "ghp_0123456789abcdefghij", "***"),
                Arguments.of("of Google", "AIzaSyA0123456789abcdefghij", "***"),
                Arguments.of("of AWS", "AKIA" + "0123456789ABCDEF", "***"),
                Arguments.of("a signed token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "***"),
                Arguments.of(
                        "a private key",
                        "-----BEGIN RSA PRIVATE KEY-----\\nMIIB\\n-----END RSA PRIVATE KEY----- end",
                        "***-----END RSA PRIVATE KEY----- end"),
                Arguments.of(
                        "an image",
                        "data:image/png;base64," + LONG + "==",
                        "data:image/png;base64,(base64, 402 characters)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void onlyWhatMayBeSeenIsLeft(String what, String text, String shown) {
        assertThat(Redaction.of(text, List.of(SecretText.of("blue-42")))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "it was blue-4,  it was ***",
        "it was blue,    it was ***",
        "it was blu,     it was blu",
        "it was blue-42, it was blue-42",
        "blue-4 it was,  blue-4 it was",
        "blue-,          ***"
    })
    void aSecretThatIsCutOffIsNotShownByItsBeginning(String text, String shown) {
        assertThat(Redaction.withoutBeginnings(text, List.of(SecretText.of("blue-42"))))
                .isEqualTo(shown);
    }

    @Test
    void aTextOfQuotesAndBackslashesTakesNoLongerThanAnother() {
        for (String piece : List.of("\"", "\\", "\\\"", "\"token\":\"", "sk-", "eyJ", "\"a", "A")) {
            String text = piece.repeat(8_192 / piece.length());
            assertThat(Redaction.of(text, List.of())).isNotNull();
        }
    }
}
