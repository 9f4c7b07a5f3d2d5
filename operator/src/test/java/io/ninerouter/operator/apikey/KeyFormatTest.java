package io.ninerouter.operator.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.SecretText;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
    private static final SigningKey SIGNING = new SigningKey("0123456789abcdef", SecretText.of("test-secret"));
    private static final SecretText KEY = SecretText.of("sk-1");
    private static final String ENDPOINT = "http://main.ai.svc";

    @Test
    void checkIsTheHmacOfRouterIdAndKeyId() {
        assertThat(KeyFormat.key(SIGNING, "abc123").reveal()).isEqualTo("sk-0123456789abcdef-abc123-42cafceb");
    }

    @Test
    void newKeysAreAllDifferentAndCarry128RandomBits() {
        SecureRandom random = new SecureRandom();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String key = KeyFormat.newKey(SIGNING, random).reveal();
            assertThat(key).matches("sk-0123456789abcdef-[0-9a-f]{32}-[0-9a-f]{8}");
            String keyId = key.split("-")[2];
            assertThat(KeyFormat.key(SIGNING, keyId).reveal()).isEqualTo(key);
            keys.add(key);
        }
        assertThat(keys).hasSize(1_000);
    }

    @Test
    void signingKeyIsNew() {
        SigningKey one = KeyFormat.newSigningKey(new SecureRandom());
        SigningKey two = KeyFormat.newSigningKey(new SecureRandom());

        assertThat(one).isNotEqualTo(two);
        assertThat(one.toString()).contains("***").doesNotContain(one.secret().reveal());
        assertThatThrownBy(() -> new SigningKey("short", KEY)).hasMessageContaining("router id: short");
    }

    @Test
    void secretHoldsWhatEachSdkExpects() {
        Map<String, String> revealed = new HashMap<>();
        KeySecret.data(KEY, ENDPOINT).forEach((name, value) -> revealed.put(name, value.reveal()));

        assertThat(revealed)
                .containsOnly(
                        Map.entry("api-key", "sk-1"),
                        Map.entry("OPENAI_API_KEY", "sk-1"),
                        Map.entry("OPENAI_BASE_URL", "http://main.ai.svc/v1"),
                        Map.entry("ANTHROPIC_AUTH_TOKEN", "sk-1"),
                        Map.entry("ANTHROPIC_BASE_URL", "http://main.ai.svc"),
                        Map.entry("GEMINI_API_KEY", "sk-1"),
                        Map.entry("GOOGLE_GEMINI_BASE_URL", "http://main.ai.svc"));
    }
}
