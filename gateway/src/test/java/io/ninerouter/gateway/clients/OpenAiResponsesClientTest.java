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
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.ToolChoiceOptions;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.fake.Configs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAI SDK, responses, on providers of every dialect. */
class OpenAiResponsesClientTest {
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

    private static ResponseCreateParams.Builder ask() {
        return ResponseCreateParams.builder().model("m").input("Hi");
    }

    private static Response answer(ResponseCreateParams.Builder params, boolean stream) {
        if (!stream) {
            return client.responses().create(params.build());
        }
        ResponseAccumulator whole = ResponseAccumulator.createWithSnapshots();
        try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params.build())) {
            events.stream().forEach(whole::accumulate);
        }
        // What the events add up to, and what the last of them says: agents read the one or the other.
        Response told = whole.response();
        assertThat(whole.reconstructedResponse().output()).isEqualTo(told.output());
        return told;
    }

    private static String text(Response answer) {
        return answer.output().stream()
                .filter(ResponseOutputItem::isMessage)
                .flatMap(item -> item.asMessage().content().stream())
                .map(content -> content.asOutputText().text())
                .collect(Collectors.joining());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void talks(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.TEXT);

        Response answer = answer(ask(), stream);

        assertThat(text(answer)).isEqualTo("Hello, wörld 👋");
        assertThat(answer.status()).hasValue(ResponseStatus.COMPLETED);
        ResponseUsage usage = answer.usage().orElseThrow();
        assertThat(usage.inputTokens()).isEqualTo(17);
        assertThat(usage.inputTokensDetails().cachedTokens()).isEqualTo(5);
        assertThat(usage.outputTokens()).isEqualTo(7);
        assertThat(usage.totalTokens()).isEqualTo(24);
    }

    private static ResponseCreateParams.Builder withTools() {
        return ask().addTool(FunctionTool.builder()
                        .name("get_weather")
                        .strict(false)
                        .parameters(FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of(
                                                "city", Map.of("type", "string"), "days", Map.of("type", "integer"))))
                                .build())
                        .build())
                .addTool(FunctionTool.builder()
                        .name("get_time")
                        .strict(false)
                        .parameters(FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Map.of()))
                                .build())
                        .build());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void callsToolsAtOnceAndBringsTheirResults(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.CALLS);

        Response answer = answer(withTools().parallelToolCalls(true), stream);

        List<ResponseFunctionToolCall> calls = answer.output().stream()
                .filter(ResponseOutputItem::isFunctionCall)
                .map(ResponseOutputItem::asFunctionCall)
                .toList();
        assertThat(calls).extracting(ResponseFunctionToolCall::name).containsExactly("get_weather", "get_time");
        assertThat(calls.get(0).arguments()).isEqualTo("{\"city\":\"Zürich\",\"days\":3}");
        assertThat(calls.get(1).arguments()).isEqualTo("{}");
        assertThat(calls).extracting(ResponseFunctionToolCall::callId).doesNotHaveDuplicates();

        stage.plays(dialect, Scenes.TEXT);
        List<ResponseInputItem> next = new ArrayList<>();
        next.add(ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content("Hi")
                .build()));
        answer.output().forEach(item -> next.add(JsonValue.from(item).convert(ResponseInputItem.class)));
        calls.forEach(
                call -> next.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                        .callId(call.callId())
                        .output("result of " + call.name())
                        .build())));
        answer(withTools().inputOfResponse(next), stream);

        stage.heardBothResults(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void forcesATool(Dialect dialect) {
        stage.plays(dialect, Scenes.CALLS);

        answer(withTools().toolChoice(ToolChoiceOptions.REQUIRED), false);

        assertThat(stage.heard(dialect).tooling().choice()).isEqualTo(new ToolChoice.Any());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void showsWhatTheModelThought(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.THOUGHT);

        Response answer = answer(
                ask().reasoning(Reasoning.builder()
                        .effort(ReasoningEffort.LOW)
                        .summary(Reasoning.Summary.AUTO)
                        .build()),
                stream);

        ResponseReasoningItem thought = answer.output().getFirst().asReasoning();
        String read = thought.summary().stream()
                        .map(ResponseReasoningItem.Summary::text)
                        .collect(Collectors.joining())
                + thought.content().orElse(List.of()).stream()
                        .map(ResponseReasoningItem.Content::text)
                        .collect(Collectors.joining());
        assertThat(read).isEqualTo("Let me think.");
        assertThat(text(answer)).isEqualTo("42");
        assertThat(stage.heard(dialect).settings().reasoning().isEmpty()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void asksForStructure(Dialect dialect) {
        stage.plays(dialect, Scenes.JSON);

        Response answer = answer(
                ask().text(ResponseTextConfig.builder()
                        .format(ResponseFormatTextJsonSchemaConfig.builder()
                                .name("answer")
                                .strict(true)
                                .schema(ResponseFormatTextJsonSchemaConfig.Schema.builder()
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

        assertThat(text(answer)).isEqualTo("{\"answer\":42}");
        stage.heardTheSchema(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void showsAnImage(Dialect dialect) {
        stage.plays(dialect, Scenes.TEXT);

        answer(
                ask().inputOfResponse(List.of(ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                        .role(ResponseInputItem.Message.Role.USER)
                        .content(List.of(
                                ResponseInputContent.ofInputText(ResponseInputText.builder()
                                        .text("What is it?")
                                        .build()),
                                ResponseInputContent.ofInputImage(ResponseInputImage.builder()
                                        .detail(ResponseInputImage.Detail.AUTO)
                                        .imageUrl("data:image/png;base64," + Stage.PICTURE)
                                        .build())))
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
