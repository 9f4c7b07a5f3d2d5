package io.ninerouter.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionCallingConfig;
import com.google.genai.types.FunctionCallingConfigMode;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.fake.Configs;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Google Gen AI SDK on providers of every dialect. */
class GoogleClientTest {
    private static Stage stage;
    private static Client client;

    @BeforeAll
    static void start() {
        stage = new Stage();
        client = Client.builder()
                .apiKey(Configs.KEY)
                .httpOptions(HttpOptions.builder()
                        .baseUrl(stage.gateway.url())
                        .retryOptions(HttpRetryOptions.builder().attempts(1))
                        .build())
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

    private static final List<Content> HI = List.of(Content.builder()
            .role("user")
            .parts(com.google.genai.types.Part.fromText("Hi"))
            .build());

    /** What is in the answer, all of it. */
    private record Heard(
            List<com.google.genai.types.Part> parts, String finish, GenerateContentResponseUsageMetadata usage) {
        String text(boolean thought) {
            return parts.stream()
                    .filter(part -> part.thought().orElse(false) == thought)
                    .map(part -> part.text().orElse(""))
                    .collect(Collectors.joining());
        }

        List<FunctionCall> calls() {
            return parts.stream().flatMap(part -> part.functionCall().stream()).toList();
        }

        Content content() {
            return Content.builder().role("model").parts(parts).build();
        }
    }

    private static Heard answer(List<Content> contents, GenerateContentConfig config, boolean stream) {
        List<GenerateContentResponse> chunks = new ArrayList<>();
        if (stream) {
            try (ResponseStream<GenerateContentResponse> answer =
                    client.models.generateContentStream("m", contents, config)) {
                answer.forEach(chunks::add);
            }
        } else {
            chunks.add(client.models.generateContent("m", contents, config));
        }
        List<com.google.genai.types.Part> parts = chunks.stream()
                .flatMap(chunk -> chunk.candidates().orElse(List.of()).stream())
                .flatMap(candidate -> candidate.content().stream())
                .flatMap(content -> content.parts().orElse(List.of()).stream())
                .toList();
        GenerateContentResponse last = chunks.getLast();
        return new Heard(
                parts, String.valueOf(last.finishReason()), last.usageMetadata().orElseThrow());
    }

    private static GenerateContentConfig.Builder config() {
        return GenerateContentConfig.builder();
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void talks(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.TEXT);

        Heard answer = answer(HI, config().build(), stream);

        assertThat(answer.text(false)).isEqualTo("Hello, wörld 👋");
        assertThat(answer.finish()).isEqualTo("STOP");
        assertThat(answer.usage().promptTokenCount()).hasValue(17);
        assertThat(answer.usage().cachedContentTokenCount()).hasValue(5);
        assertThat(answer.usage().candidatesTokenCount()).hasValue(7);
        assertThat(answer.usage().totalTokenCount()).hasValue(24);
    }

    private static GenerateContentConfig.Builder withTools() {
        return config().tools(Tool.builder()
                .functionDeclarations(
                        FunctionDeclaration.builder()
                                .name("get_weather")
                                .description("The weather")
                                .parametersJsonSchema(Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer")),
                                        "required",
                                        List.of("city")))
                                .build(),
                        FunctionDeclaration.builder().name("get_time").build())
                .build());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void callsToolsAtOnceAndBringsTheirResults(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.CALLS);

        Heard answer = answer(HI, withTools().build(), stream);

        List<FunctionCall> calls = answer.calls();
        assertThat(calls).extracting(call -> call.name().orElseThrow()).containsExactly("get_weather", "get_time");
        assertThat(calls.get(0).args().orElseThrow()).isEqualTo(Map.of("city", "Zürich", "days", 3));
        assertThat(calls.get(1).args().orElse(Map.of())).isEmpty();

        stage.plays(dialect, Scenes.TEXT);
        List<com.google.genai.types.Part> results = calls.stream()
                .map(call -> FunctionResponse.builder()
                        .name(call.name().orElseThrow())
                        .response(Map.of("output", "result of " + call.name().orElseThrow())))
                .map(response -> com.google.genai.types.Part.builder()
                        .functionResponse(response)
                        .build())
                .toList();
        answer(
                List.of(
                        HI.getFirst(),
                        answer.content(),
                        Content.builder().role("user").parts(results).build()),
                withTools().build(),
                stream);

        stage.heardBothResults(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void forcesATool(Dialect dialect) {
        stage.plays(dialect, Scenes.CALLS);

        answer(
                HI,
                withTools()
                        .toolConfig(ToolConfig.builder()
                                .functionCallingConfig(
                                        FunctionCallingConfig.builder().mode(FunctionCallingConfigMode.Known.ANY)))
                        .build(),
                false);

        assertThat(stage.heard(dialect).tooling().choice()).isEqualTo(new ToolChoice.Any());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("ways")
    void showsWhatTheModelThought(Dialect dialect, boolean stream) {
        stage.plays(dialect, Scenes.THOUGHT);

        Heard answer = answer(
                HI,
                config().thinkingConfig(
                                ThinkingConfig.builder().includeThoughts(true).thinkingBudget(1_024))
                        .build(),
                stream);

        assertThat(answer.text(true)).isEqualTo("Let me think.");
        assertThat(answer.text(false)).isEqualTo("42");
        assertThat(stage.heard(dialect).settings().reasoning().isEmpty()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void asksForStructure(Dialect dialect) {
        stage.plays(dialect, Scenes.JSON);

        Heard answer = answer(
                HI,
                config().responseMimeType("application/json")
                        .responseJsonSchema(Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("answer", Map.of("type", "integer")),
                                "required",
                                List.of("answer")))
                        .build(),
                false);

        assertThat(answer.text(false)).isEqualTo("{\"answer\":42}");
        stage.heardTheSchema(dialect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void showsAnImage(Dialect dialect) {
        stage.plays(dialect, Scenes.TEXT);

        answer(
                List.of(Content.builder()
                        .role("user")
                        .parts(
                                com.google.genai.types.Part.fromText("What is it?"),
                                com.google.genai.types.Part.fromBytes(
                                        Base64.getDecoder().decode(Stage.PICTURE), "image/png"))
                        .build()),
                config().build(),
                false);

        stage.heardThePicture(dialect);
    }

    static Stream<Arguments> errors() {
        Map<Integer, Class<? extends ApiException>> kinds = Map.of(
                400, ClientException.class,
                401, ClientException.class,
                403, ClientException.class,
                404, ClientException.class,
                429, ClientException.class,
                503, ServerException.class);
        return Stage.errors(kinds);
    }

    @ParameterizedTest(name = "{0}: {1}, streamed: {3}")
    @MethodSource("errors")
    void tellsErrorsApart(Dialect dialect, int status, Class<? extends Exception> kind, boolean stream) {
        stage.refuses(dialect, status);

        assertThatThrownBy(() -> answer(HI, config().build(), stream))
                .isInstanceOf(kind)
                .hasMessageContaining("because of reasons")
                .satisfies(thrown -> assertThat(((ApiException) thrown).code()).isEqualTo(status));
    }
}
