package io.ninerouter.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceAny;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.Usage;
import io.ninerouter.config.Dialect;
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

/** The Anthropic SDK on providers of every dialect. */
class AnthropicClientTest {
    private static Stage stage;
    private static AnthropicClient client;

    @BeforeAll
    static void start() {
        stage = new Stage();
        client = AnthropicOkHttpClient.builder()
                .baseUrl(stage.gateway.url())
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

    private static MessageCreateParams.Builder ask() {
        return MessageCreateParams.builder().model("m").maxTokens(2_000).addUserMessage("Hi");
    }

    private static Message answer(MessageCreateParams.Builder params, boolean stream) {
        if (!stream) {
            return client.messages().create(params.build());
        }
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params.build())) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void talks(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.TEXT);

        Message answer = answer(ask(), stream);

        assertThat(answer.content().getFirst().asText().text()).isEqualTo("Hello, wörld 👋");
        assertThat(answer.stopReason()).hasValue(StopReason.END_TURN);
        Usage usage = answer.usage();
        assertThat(usage.inputTokens()).isEqualTo(12);
        assertThat(usage.cacheReadInputTokens()).hasValue(5L);
        assertThat(usage.outputTokens()).isEqualTo(7);
    }

    private static MessageCreateParams.Builder withTools() {
        return ask().addTool(Tool.builder()
                        .name("get_weather")
                        .description("The weather")
                        .inputSchema(Tool.InputSchema.builder()
                                .properties(JsonValue.from(Map.of(
                                                "city", Map.of("type", "string"), "days", Map.of("type", "integer")))
                                        .convert(Tool.InputSchema.Properties.class))
                                .addRequired("city")
                                .build())
                        .build())
                .addTool(Tool.builder()
                        .name("get_time")
                        .inputSchema(Tool.InputSchema.builder().build())
                        .build());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void callsToolsAtOnceAndBringsTheirResults(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.CALLS);

        Message answer = answer(withTools(), stream);

        assertThat(answer.stopReason()).hasValue(StopReason.TOOL_USE);
        List<ToolUseBlock> calls = answer.content().stream()
                .filter(ContentBlock::isToolUse)
                .map(ContentBlock::asToolUse)
                .toList();
        assertThat(calls).extracting(ToolUseBlock::name).containsExactly("get_weather", "get_time");
        assertThat(calls.get(0)._input().convert(Map.class)).isEqualTo(Map.of("city", "Zürich", "days", 3));
        assertThat(calls.get(1)._input().convert(Map.class)).isEqualTo(Map.of());
        assertThat(calls).extracting(ToolUseBlock::id).doesNotHaveDuplicates();

        stage.plays(dialect, Scenes.TEXT);
        answer(
                withTools()
                        .addMessage(answer)
                        .addUserMessageOfContentBlockParams(calls.stream()
                                .map(call -> ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                        .toolUseId(call.id())
                                        .content("result of " + call.name())
                                        .isError(call.name().equals("get_time"))
                                        .build()))
                                .toList()),
                stream);

        stage.heardBothResults(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void forcesATool(Dialect dialect) {
        stage.plays(dialect, Scenes.CALLS);

        answer(withTools().toolChoice(ToolChoiceAny.builder().build()), false);

        assertThat(stage.heard(dialect).tooling().choice()).isEqualTo(new ToolChoice.Any());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void showsWhatTheModelThought(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.THOUGHT);

        Message answer = answer(ask().enabledThinking(1_024), stream);

        assertThat(answer.content().get(0).asThinking().thinking()).isEqualTo("Let me think.");
        assertThat(answer.content().get(1).asText().text()).isEqualTo("42");
        assertThat(stage.heard(dialect).settings().reasoning().off()).isFalse();
        assertThat(stage.heard(dialect).settings().reasoning().isEmpty()).isFalse();

        stage.plays(dialect, Scenes.TEXT);
        answer(ask().enabledThinking(1_024).addMessage(answer).addUserMessage("And then?"), stream);
        assertThat(stage.heard(dialect).messages().getLast().text()).isEqualTo("And then?");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void asksForStructure(Dialect dialect) {
        stage.plays(dialect, Scenes.JSON);

        Message answer = answer(
                ask().outputConfig(OutputConfig.builder()
                        .format(JsonOutputFormat.builder()
                                .schema(JsonOutputFormat.Schema.builder()
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

        assertThat(answer.content().getFirst().asText().text()).isEqualTo("{\"answer\":42}");
        stage.heardTheSchema(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void showsAnImage(Dialect dialect) {
        stage.plays(dialect, Scenes.TEXT);

        answer(
                MessageCreateParams.builder()
                        .model("m")
                        .maxTokens(100)
                        .addUserMessageOfContentBlockParams(List.of(
                                ContentBlockParam.ofText(TextBlockParam.builder()
                                        .text("What is it?")
                                        .build()),
                                ContentBlockParam.ofImage(ImageBlockParam.builder()
                                        .source(Base64ImageSource.builder()
                                                .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                                                .data(Stage.PICTURE)
                                                .build())
                                        .build()))),
                false);

        stage.heardThePicture(dialect);
    }

    static Stream<Arguments> errors() {
        Map<Integer, Class<? extends AnthropicServiceException>> kinds = Map.of(
                400, BadRequestException.class,
                401, UnauthorizedException.class,
                403, PermissionDeniedException.class,
                404, NotFoundException.class,
                429, RateLimitException.class,
                500, InternalServerException.class);
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
                                ((AnthropicServiceException) thrown).headers().values("retry-after"))
                        .containsExactly("3"));
    }
}
