package io.ninerouter.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.fake.Configs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAI SDK, chat completions, on providers of every dialect. */
class OpenAiChatClientTest {
    private static Stage stage;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        stage = new Stage();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(stage.gateway.url() + "/v1")
                .apiKey(Configs.KEY)
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        stage.close();
    }

    static Stream<Dialect> dialects() {
        return Stage.dialects();
    }

    static Stream<Arguments> ways() {
        return Stage.ways();
    }

    private static ChatCompletionCreateParams.Builder ask() {
        return ChatCompletionCreateParams.builder().model("m").addUserMessage("Hi");
    }

    private static ChatCompletion answer(ChatCompletionCreateParams.Builder params, boolean stream) {
        if (!stream) {
            return client.chat().completions().create(params.build());
        }
        params.streamOptions(
                ChatCompletionStreamOptions.builder().includeUsage(true).build());
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(params.build())) {
            chunks.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void talks(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.TEXT);

        ChatCompletion answer = answer(ask(), stream);

        assertThat(answer.choices().getFirst().message().content()).hasValue("Hello, wörld 👋");
        assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("stop");
        CompletionUsage usage = answer.usage().orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo(17);
        assertThat(usage.completionTokens()).isEqualTo(7);
        assertThat(usage.totalTokens()).isEqualTo(24);
        assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).hasValue(5L);
    }

    private static ChatCompletionCreateParams.Builder withTools() {
        return ask().addFunctionTool(FunctionDefinition.builder()
                        .name("get_weather")
                        .description("The weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of(
                                                "city", Map.of("type", "string"), "days", Map.of("type", "integer"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .build())
                        .build())
                .addFunctionTool(FunctionDefinition.builder().name("get_time").build());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void callsToolsAtOnceAndBringsTheirResults(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.CALLS);

        ChatCompletion answer = answer(withTools().parallelToolCalls(true), stream);

        assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("tool_calls");
        ChatCompletionMessage message = answer.choices().getFirst().message();
        List<ChatCompletionMessageFunctionToolCall> calls = message.toolCalls().orElseThrow().stream()
                .map(ChatCompletionMessageToolCall::asFunction)
                .toList();
        assertThat(calls).extracting(call -> call.function().name()).containsExactly("get_weather", "get_time");
        assertThat(calls.get(0).function().arguments()).isEqualTo("{\"city\":\"Zürich\",\"days\":3}");
        assertThat(calls.get(1).function().arguments()).isEqualTo("{}");
        assertThat(calls).extracting(ChatCompletionMessageFunctionToolCall::id).doesNotHaveDuplicates();
        assertThat(stage.heard(dialect).tooling().tools())
                .extracting(tool -> ((Tool.Function) tool).name().name())
                .containsExactly("get_weather", "get_time");

        stage.plays(dialect, Scenes.TEXT);
        ChatCompletionCreateParams.Builder next = withTools().addMessage(message);
        calls.forEach(call -> next.addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content("result of " + call.function().name())
                .build()));
        answer(next, stream);

        stage.heardBothResults(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void forcesATool(Dialect dialect) {
        stage.plays(dialect, Scenes.CALLS);

        answer(
                withTools().toolChoice(com.openai.models.chat.completions.ChatCompletionToolChoiceOption.Auto.REQUIRED),
                false);

        assertThat(stage.heard(dialect).tooling().choice()).isEqualTo(new ToolChoice.Any());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void showsWhatTheModelThought(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.THOUGHT);
        StringBuilder thought = new StringBuilder();
        String text;
        if (stream) {
            StringBuilder said = new StringBuilder();
            try (StreamResponse<ChatCompletionChunk> chunks =
                    client.chat().completions().createStreaming(ask().build())) {
                chunks.stream().flatMap(chunk -> chunk.choices().stream()).forEach(choice -> {
                    said.append(choice.delta().content().orElse(""));
                    thought.append(reasoning(choice.delta()._additionalProperties()));
                });
            }
            text = said.toString();
        } else {
            ChatCompletionMessage message =
                    answer(ask(), false).choices().getFirst().message();
            thought.append(reasoning(message._additionalProperties()));
            text = message.content().orElseThrow();
        }

        assertThat(thought.toString()).isEqualTo("Let me think.");
        assertThat(text).isEqualTo("42");
    }

    private static String reasoning(Map<String, JsonValue> extra) {
        JsonValue value = extra.get("reasoning_content");
        return value == null ? "" : value.convert(String.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void asksForStructure(Dialect dialect) {
        stage.plays(dialect, Scenes.JSON);

        ChatCompletion answer = answer(
                ask().responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("answer")
                                .strict(true)
                                .schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                        .putAdditionalProperty("type", JsonValue.from("object"))
                                        .putAdditionalProperty(
                                                "properties",
                                                JsonValue.from(Map.of("answer", Map.of("type", "integer"))))
                                        .putAdditionalProperty("required", JsonValue.from(List.of("answer")))
                                        .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                                        .build())
                                .build())
                        .build()),
                false);

        assertThat(answer.choices().getFirst().message().content()).hasValue("{\"answer\":42}");
        stage.heardTheSchema(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void showsAnImage(Dialect dialect) {
        stage.plays(dialect, Scenes.TEXT);

        answer(
                ChatCompletionCreateParams.builder()
                        .model("m")
                        .addUserMessageOfArrayOfContentParts(List.of(
                                ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                        .text("What is it?")
                                        .build()),
                                ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                        .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                                .url("data:image/png;base64," + Stage.PICTURE)
                                                .build())
                                        .build()))),
                false);

        stage.heardThePicture(dialect);
    }

    static Stream<Arguments> errors() {
        Map<Integer, Class<? extends OpenAIServiceException>> kinds = Map.of(
                400, BadRequestException.class,
                401, UnauthorizedException.class,
                403, PermissionDeniedException.class,
                404, NotFoundException.class,
                429, RateLimitException.class,
                503, InternalServerException.class);
        return Stage.errors(kinds);
    }

    @ParameterizedTest(name = "{0}: {1}, streamed: {3}")
    @MethodSource("errors")
    void tellsErrorsApart(Dialect dialect, int status, Class<? extends Exception> kind, boolean stream) {
        stage.refuses(dialect, status);

        assertThatThrownBy(() -> answer(ask(), stream))
                .isInstanceOf(kind)
                .hasMessageContaining("because of reasons")
                .satisfies(thrown -> assertThat(
                                ((OpenAIServiceException) thrown).headers().values("retry-after"))
                        .containsExactly("3"));
    }
}
