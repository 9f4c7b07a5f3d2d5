package io.ninerouter.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCountsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'contents':[{'parts':[{'text':'hi'}]}]}",
                "{'generateContentRequest':{'model':'models/m','contents':[{'parts':[{'text':'hi'}]}]}}",
                "{'generate_content_request':{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}}",
                "{'contents':[{'parts':[{'text':'hi'}]}],'generateContentRequest':null}",
            })
    void takesBothFormsOfGemini(String body) {
        ChatRequest request = TokenCounts.decode(new GeminiCodec(), Utf8.of(body.replace('\'', '"')));
        assertThat(request.messages()).extracting(Message::text).containsExactly("hi");
    }

    @Test
    void takesMessagesWithoutALimit() {
        ChatRequest request = TokenCounts.decode(
                new AnthropicCodec(),
                Utf8.of("{\"model\":\"m\",\"system\":\"be\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertThat(request.messages()).extracting(Message::text).containsExactly("be", "hi");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ANTHROPIC | {"input_tokens":7}
        GEMINI    | {"totalTokens":7}
        """)
    void answersInTheDialect(Dialect dialect, String body) {
        assertThat(TokenCounts.asked(dialect)).isTrue();
        assertThat(new String(TokenCounts.encode(dialect, 7), StandardCharsets.UTF_8))
                .isEqualTo(body);
    }

    @Test
    void refusesWhatIsNoRequest() {
        Utf8 body = Utf8.of("{\"generateContentRequest\":7}");
        assertThatThrownBy(() -> TokenCounts.decode(new GeminiCodec(), body)).isInstanceOf(BadJsonException.class);
    }

    @Test
    void knowsThatOtherDialectsDoNotCount() {
        assertThat(TokenCounts.asked(Dialect.OPENAI_CHAT)).isFalse();
        assertThatThrownBy(() -> TokenCounts.decode(new ChatCodec(), Utf8.of("{}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
