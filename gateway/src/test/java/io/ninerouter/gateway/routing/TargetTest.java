package io.ninerouter.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.snapshot.Provider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    private final Provider provider = Configs.empty()
            .provider("p", "https://p.example", Dialect.OPENAI_CHAT)
            .snapshot()
            .providers()
            .iterator()
            .next();

    private Target target(Dialect dialect, Credential credential) {
        return new Target(provider, provider.connections().getFirst(), "m", dialect, credential);
    }

    /** What no answer may show of a credential, between bars. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
            OPENAI_CHAT, sk-1,          sk-1
            OPENAI_CHAT, a::b,          a::b
            CURSOR,      token,         token
            CURSOR,      user_1::token, user_1::token|token
            CURSOR,      user_1::a::b,  user_1::a::b|a::b
            CURSOR,      user_1::,      user_1::
            """)
    void nobodySeesWhatTheProviderIsShown(Dialect dialect, String secret, String hidden) {
        assertThat(target(dialect, Credential.apiKey(secret)).secrets())
                .extracting(SecretText::reveal)
                .containsExactly(hidden.split("\\|"));
    }

    @Test
    void whoHasNoCredentialHasNoSecrets() {
        assertThat(target(Dialect.CURSOR, null).secrets()).isEmpty();
    }
}
