package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendors' own SDKs, pointed at the gateway. */
class OfficialClientsTest {
    private static FakeProvider provider;
    private static RunningGateway gateway;
    private static OpenAIClient openai;
    private static AnthropicClient anthropic;

    @BeforeAll
    static void start() {
        provider = FakeProvider.start();
        gateway = RunningGateway.shared();
        openai = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(Configs.KEY)
                .maxRetries(0)
                .build();
        anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(gateway.url())
                .apiKey(Configs.KEY)
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        openai.close();
        anthropic.close();
        provider.close();
    }

    @BeforeEach
    void configure() {
        gateway.use(Configs.empty()
                .provider("chat", provider.url(), Dialect.OPENAI_CHAT)
                .provider("resp", provider.url(), Dialect.OPENAI_RESPONSES)
                .provider("anth", provider.url(), Dialect.ANTHROPIC));
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model("chat/m")
                .addUserMessage("Hi")
                .build();
    }

    private static MessageCreateParams message(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(9)
                .addUserMessage("Hi")
                .build();
    }

    @Test
    void openAiChatAnswers() {
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
        ChatCompletion answer = openai.chat().completions().create(chat());

        assertThat(answer.choices().getFirst().message().content()).hasValue("Hello");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(5);
    }

    @Test
    void openAiChatStreams() {
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, true));
        try (com.openai.core.http.StreamResponse<ChatCompletionChunk> answer =
                openai.chat().completions().createStreaming(chat())) {
            String text = answer.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(choice -> choice.delta().content().orElse(""))
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("Hello");
        }
    }

    private static ResponseCreateParams response() {
        return ResponseCreateParams.builder().model("resp/m").input("Hi").build();
    }

    @Test
    void openAiResponsesAnswers() {
        provider.always(Dialogs.reply(Dialect.OPENAI_RESPONSES, false));
        Response answer = openai.responses().create(response());

        assertThat(answer.output()
                        .getFirst()
                        .asMessage()
                        .content()
                        .getFirst()
                        .asOutputText()
                        .text())
                .isEqualTo("Hello");
    }

    @Test
    void openAiResponsesStreams() {
        provider.always(Dialogs.reply(Dialect.OPENAI_RESPONSES, true));
        try (com.openai.core.http.StreamResponse<ResponseStreamEvent> answer =
                openai.responses().createStreaming(response())) {
            String text = answer.stream()
                    .flatMap(event -> event.outputTextDelta().stream())
                    .map(delta -> delta.delta())
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("Hello");
        }
    }

    @Test
    void openAiListsModels() {
        assertThat(openai.models().list().data())
                .extracting(com.openai.models.models.Model::id)
                .contains("chat/declared-chat");
    }

    @Test
    void openAiTellsErrorsApart() {
        provider.always(Reply.json(
                        429,
                        "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\",\"code\":\"rate_limit\"}}")
                .header("retry-after", "3"));

        assertThatThrownBy(() -> openai.chat().completions().create(chat()))
                .isInstanceOf(com.openai.errors.RateLimitException.class)
                .hasMessageContaining("slow down");
    }

    @Test
    void openAiSeesThatAStreamWasCut() {
        provider.always(Reply.stream()
                .send(String.join("", Dialogs.events(Dialect.OPENAI_CHAT).subList(0, 3)))
                .cut());
        try (com.openai.core.http.StreamResponse<ChatCompletionChunk> answer =
                openai.chat().completions().createStreaming(chat())) {
            assertThatThrownBy(() -> answer.stream().count()).isInstanceOf(com.openai.errors.SseException.class);
        }
    }

    @Test
    void anthropicAnswers() {
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, false));
        Message answer = anthropic.messages().create(message("anth/m"));

        assertThat(answer.content().getFirst().asText().text()).isEqualTo("Hello");
        assertThat(answer.usage().inputTokens()).isEqualTo(3);
    }

    @Test
    void anthropicStreams() {
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, true));
        try (StreamResponse<RawMessageStreamEvent> answer = anthropic.messages().createStreaming(message("anth/m"))) {
            String text = answer.stream()
                    .flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(delta -> delta.delta().text().stream())
                    .map(delta -> delta.text())
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("Hello");
        }
    }

    @Test
    void anthropicSeesThatAStreamWasCut() {
        provider.always(Reply.stream()
                .send(String.join("", Dialogs.events(Dialect.ANTHROPIC).subList(0, 3)))
                .cut());
        try (StreamResponse<RawMessageStreamEvent> answer = anthropic.messages().createStreaming(message("anth/m"))) {
            assertThatThrownBy(() -> answer.stream().count()).isInstanceOf(com.anthropic.errors.SseException.class);
        }
    }

    @Test
    void anthropicTellsErrorsOfTheGatewayApart() {
        assertThatThrownBy(() -> anthropic.messages().create(message("nobody/x")))
                .isInstanceOf(com.anthropic.errors.NotFoundException.class)
                .hasMessageContaining("nobody/x");
    }

    @Test
    void anthropicListsModels() {
        assertThat(anthropic.models().list().data())
                .extracting(com.anthropic.models.models.ModelInfo::id)
                .contains("anth/declared-anth");
    }
}
