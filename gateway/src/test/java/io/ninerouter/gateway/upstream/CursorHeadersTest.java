package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.codec.MissingFactException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known values: facts page on wire formats, section 15. */
class CursorHeadersTest {
    private static final long NEW_YEAR = 1_767_225_600_000L;

    @ParameterizedTest
    @CsvSource({"1767225600000, Umxud4TCMACHINE", "1750000000000, Fufp9km-MACHINE"})
    void theChecksumIsThatOfTheTimeAndTheMachine(long millis, String checksum) {
        assertThat(CursorHeaders.checksum(millis, "MACHINE")).isEqualTo(checksum);
    }

    @ParameterizedTest
    @CsvSource({"tok", "user_01::tok"})
    void headersDeriveFromTheTokenAlone(String secret) {
        HttpHeaders headers = signed(Dialect.CURSOR, credential(secret, Map.of("machineId", "MACHINE")));

        assertThat(headers.get("authorization")).isEqualTo("Bearer tok");
        assertThat(headers.get("x-client-key"))
                .isEqualTo("1a7674eb4ee78df7e1ac439a93c3fa8e3c945784d4dec9fd8e3011738b2f1d62");
        assertThat(headers.get("x-session-id")).isEqualTo("59eb2843-612f-503a-8ceb-68918ca1801e");
        assertThat(headers.get("x-cursor-checksum")).isEqualTo("Umxud4TCMACHINE");
    }

    @Test
    void noMachineIsMadeUp() {
        assertThatThrownBy(() -> signed(Dialect.CURSOR, credential("tok", Map.of("machineId", " "))))
                .isInstanceOf(MissingFactException.class)
                .hasMessageContaining("machineId")
                .hasMessageContaining("expected")
                .hasMessageNotContaining("tok ");
        assertThatThrownBy(() -> signed(Dialect.CURSOR, null)).isInstanceOf(MissingFactException.class);
    }

    @Test
    void otherDialectsHaveNoneOfThem() {
        assertThat(signed(Dialect.OPENAI_CHAT, credential("tok", Map.of("machineId", "MACHINE"))))
                .isEmpty();
    }

    private static Credential credential(String secret, Map<String, String> facts) {
        return new Credential(Credential.Kind.ACCESS_TOKEN, SecretText.of(secret), null, facts);
    }

    private static HttpHeaders signed(Dialect dialect, @Nullable Credential credential) {
        HttpHeaders headers = new DefaultHttpHeaders();
        Signatures.sign(
                new Signatures.Unsigned(URI.create("https://localhost/"), headers, Unpooled.EMPTY_BUFFER),
                AuthScheme.BEARER,
                null,
                dialect,
                credential,
                NEW_YEAR);
        return headers;
    }
}
