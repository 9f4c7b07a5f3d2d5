package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.config.SecretText;
import java.net.URI;
import org.junit.jupiter.api.Test;

class IFlowSignatureTest {
    private static final long NOW = 1_767_225_600_000L;
    private static final String SESSION = "session-00000000-0000-4000-8000-000000000000";
    private static final String SIGNATURE = "04210c0c03cb538b35f653f13c6228e5c8b03161fd6ba4f1f381d968db0478c9";

    @Test
    void isTheVendors() {
        assertThat(IFlowSignature.of(SecretText.of("key-1"), "iFlow-Cli", SESSION, NOW))
                .isEqualTo(SIGNATURE);
    }

    @Test
    void isMadeOfWhatTheRequestSays() {
        HttpHeaders headers =
                new DefaultHttpHeaders().add("user-agent", "iFlow-Cli").add("session-id", SESSION);

        sign(headers, Profile.IFLOW);

        assertThat(headers.get("x-iflow-timestamp")).isEqualTo("1767225600000");
        assertThat(headers.get("x-iflow-signature")).isEqualTo(SIGNATURE);
    }

    @Test
    void nobodyElseIsSigned() {
        for (Profile profile : Profile.values()) {
            HttpHeaders headers = new DefaultHttpHeaders();
            if (profile != Profile.IFLOW) {
                sign(headers, profile);
            }
            assertThat(headers.names()).isEmpty();
        }
    }

    @Test
    void aSessionHasToBeNamed() {
        HttpHeaders headers = new DefaultHttpHeaders().add("user-agent", "iFlow-Cli");

        assertThatThrownBy(() -> sign(headers, Profile.IFLOW)).hasMessage("session-id: none (expected: one to sign)");
    }

    private static void sign(HttpHeaders headers, Profile profile) {
        Signatures.sign(
                new Signatures.Unsigned(URI.create("https://x.test/v1"), headers, Unpooled.EMPTY_BUFFER),
                AuthScheme.BEARER,
                profile,
                Dialect.OPENAI_CHAT,
                Credential.apiKey("key-1"),
                NOW);
    }
}
