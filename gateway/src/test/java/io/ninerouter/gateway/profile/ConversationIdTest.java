package io.ninerouter.gateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.RequestScanner;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationIdTest {

    @Test
    void isTheSameOnEveryReplicaAndInEveryRelease() {
        String id = of("r\nc", "key", Dialect.OPENAI_CHAT, "{}");

        assertThat(id).isEqualTo("9c505d95-b5fa-5fca-840c-619c031da23d");
        assertThat(UUID.fromString(id).version()).isEqualTo(5);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
    }

    @Test
    void callersThatSayTheSameHaveDifferentConversations() {
        assertThat(of("r\nc", "key", Dialect.OPENAI_CHAT, "{}"))
                .isNotEqualTo(of("r\nd", "key", Dialect.OPENAI_CHAT, "{}"));
        assertThat(of("r\nc", "kez", Dialect.OPENAI_CHAT, "{}"))
                .isNotEqualTo(of("r\nc", "key", Dialect.OPENAI_CHAT, "{}"));
    }

    @Test
    void withoutAKeyItIsWhatTheConversationBeganWith() {
        String begun = "{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"a\"}";
        String first = of("c", null, Dialect.OPENAI_CHAT, "{\"messages\":[" + begun + "]}");
        String later = of(
                "c",
                null,
                Dialect.OPENAI_CHAT,
                "{\"temperature\":1,\"messages\":[" + begun + ",{\"role\":\"assistant\"},{\"role\":\"user\"}]}");
        String other = of("c", null, Dialect.OPENAI_CHAT, "{\"messages\":[" + begun.replace('a', 'b') + "]}");

        assertThat(later).isEqualTo(first).isNotEqualTo(other);
        assertThat(of("c", null, Dialect.GEMINI, "{\"contents\":[{\"parts\":[]},{\"role\":\"model\"}]}"))
                .isEqualTo(of("c", null, Dialect.GEMINI, "{\"contents\":[{\"parts\":[]}]}"));
        assertThat(of("c", null, Dialect.OPENAI_RESPONSES, "{\"input\":\"x\"}"))
                .isNotEqualTo(of("c", null, Dialect.OPENAI_RESPONSES, "{\"input\":\"y\"}"));
        assertThat(of("c", null, Dialect.OPENAI_RESPONSES, "{}")).isNotNull();
    }

    private static String of(String scope, String key, Dialect dialect, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestScanner scanner = new RequestScanner();
        scanner.feed(bytes, 0, bytes.length);
        return ConversationId.of(scope, key, dialect, scanner.finish(), ByteSource.of(bytes));
    }
}
