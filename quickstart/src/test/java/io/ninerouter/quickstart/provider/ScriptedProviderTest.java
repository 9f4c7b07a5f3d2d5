package io.ninerouter.quickstart.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.SecretText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Over real HTTP: what each dialect says, streamed and not. */
@Timeout(60)
class ScriptedProviderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "test-key-1";
    private static final String SAID = "This is m-1. You said: naïve 🧵 words";

    private static ScriptedProvider provider;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        provider = ScriptedProvider.start(
                ScriptedProviderConfig.DEFAULT.withKey(SecretText.of(KEY)).withPacing(Duration.ofMillis(1)));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,/choices/0/message/content,/choices/0/finish_reason,stop,/usage/prompt_tokens,/usage/completion_tokens",
        "RESPONSES,/output/0/content/0/text,/status,completed,/usage/input_tokens,/usage/output_tokens",
        "ANTHROPIC,/content/0/text,/stop_reason,end_turn,/usage/input_tokens,/usage/output_tokens",
        "GEMINI,/candidates/0/content/parts/0/text,/candidates/0/finishReason,STOP,/usageMetadata/promptTokenCount,"
                + "/usageMetadata/candidatesTokenCount"
    })
    void answersWithTheModelAndTheTextInOnePiece(
            Wording way, String text, String finish, String finished, String input, String output) throws Exception {
        HttpResponse<String> response = post(way, way.path(false), way.ask("naïve 🧵 words", false, false));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.at(text).asText()).isEqualTo(SAID);
        assertThat(body.at(finish).asText()).isEqualTo(finished);
        // "be kind" and "naïve 🧵 words"; roles and types are counted where they are texts of the messages.
        assertThat(body.at(input).asInt()).isBetween(6, 20);
        assertThat(body.at(output).asInt()).isEqualTo(8);
        assertThat(response.body()).contains("m-1");
    }

    @ParameterizedTest
    @EnumSource
    void streamsTheSameTextWithTheSameUsageAsInOnePiece(Wording way) throws Exception {
        JsonNode whole = JSON.readTree(post(way, way.path(false), way.ask("naïve 🧵 words", false, false))
                .body());
        HttpResponse<String> response = post(way, way.path(true), way.ask("naïve 🧵 words", false, true));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        StreamedAnswer streamed = StreamedAnswer.read(response.body());
        assertThat(streamed.text()).isEqualTo(SAID);
        assertThat(streamed.texts()).isEqualTo(8);
        assertThat(streamed.usage()).hasSize(2).isEqualTo(StreamedAnswer.usageOf(whole));
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,/choices/0/message/tool_calls/0/function/arguments,/choices/0/finish_reason,tool_calls",
        "RESPONSES,/output/0/arguments,/status,completed",
        "ANTHROPIC,/content/0/input,/stop_reason,tool_use",
        "GEMINI,/candidates/0/content/parts/0/functionCall/args,/candidates/0/finishReason,STOP"
    })
    void callsTheToolThatTheTextNames(Wording way, String arguments, String finish, String finished) throws Exception {
        String text = "please call GET_WEATHER now";
        JsonNode body = JSON.readTree(
                post(way, way.path(false), way.ask(text, true, false)).body());

        JsonNode made = body.at(arguments).isTextual()
                ? JSON.readTree(body.at(arguments).textValue())
                : body.at(arguments);
        assertThat(made).isEqualTo(JSON.createObjectNode().put("city", text).put("days", 1));
        assertThat(body.at(finish).asText()).isEqualTo(finished);
        StreamedAnswer streamed = StreamedAnswer.read(
                post(way, way.path(true), way.ask(text, true, true)).body());
        assertThat(JSON.readTree(streamed.arguments())).isEqualTo(made);
    }

    @ParameterizedTest
    @EnumSource
    void answersInWordsWhenTheToolIsNotNamed(Wording way) throws Exception {
        assertThat(post(way, way.path(false), way.ask("hello", true, false)).body())
                .contains("You said: hello");
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,'{\"error\":{\"message\":',invalid_api_key",
        "RESPONSES,'{\"error\":{\"message\":',invalid_api_key",
        "ANTHROPIC,'{\"type\":\"error\",\"error\":{\"type\":',authentication_error",
        "GEMINI,'{\"error\":{\"code\":401,',UNAUTHENTICATED"
    })
    void refusesAMissingAndAWrongKeyInTheDialect(Wording way, String start, String code) throws Exception {
        HttpRequest.Builder none = request(way.path(false), way.ask("hi", false, false));
        HttpRequest.Builder wrong = request(way.path(false), way.ask("hi", false, false))
                .header(way.keyHeader, way.keyPrefix + "something else");

        for (HttpRequest.Builder request : List.of(none, wrong)) {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).startsWith(start).contains(code).doesNotContain("something else");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,'{\"error\":{\"message\":'",
        "RESPONSES,'{\"error\":{\"message\":'",
        "ANTHROPIC,'{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"'",
        "GEMINI,'{\"error\":{\"code\":400,'"
    })
    void refusesWhatIsNoRequestInTheDialect(Wording way, String start) throws Exception {
        for (String body : List.of("{", "[]", "{}", "{\"model\":1}", "", "{\"model\":\"m\"} x")) {
            HttpResponse<String> response = post(way, way.path(false), body);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(response.body()).startsWith(start);
        }
    }

    @Test
    void streamsGeminiAsOneJsonArrayWhenEventsAreNotAskedFor() throws Exception {
        HttpResponse<String> response = post(
                Wording.GEMINI,
                "/v1beta/models/a/b:streamGenerateContent",
                Wording.GEMINI.ask("hello you", false, false));

        JsonNode array = JSON.readTree(response.body());
        assertThat(array.isArray()).isTrue();
        assertThat(array).hasSize(7);
        assertThat(array.get(0).path("modelVersion").asText()).isEqualTo("a/b");
        assertThat(array.findValuesAsText("text"))
                .containsExactly("This", " is", " a/b.", " You", " said:", " hello", " you");
        assertThat(array.findValuesAsText("finishReason")).containsExactly("STOP");
    }

    @Test
    void countsWhatTheAnswerReportsAsInput() throws Exception {
        JsonNode count = JSON.readTree(
                post(Wording.ANTHROPIC, "/v1/messages/count_tokens", Wording.ANTHROPIC.ask("how many", true, false))
                        .body());
        JsonNode message =
                JSON.readTree(post(Wording.ANTHROPIC, "/v1/messages", Wording.ANTHROPIC.ask("how many", true, false))
                        .body());

        assertThat(count.path("input_tokens").asInt())
                .isPositive()
                .isEqualTo(message.at("/usage/input_tokens").asInt());
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,',\"max_tokens\":3',/choices/0/finish_reason,length",
        "RESPONSES,',\"max_output_tokens\":3',/incomplete_details/reason,max_output_tokens",
        "GEMINI,',\"generationConfig\":{\"maxOutputTokens\":3}',/candidates/0/finishReason,MAX_TOKENS"
    })
    void endsAtTheBoundOfTokensAndSaysSo(Wording way, String bound, String finish, String finished) throws Exception {
        String ask = way.ask("hello", false, false);
        String body = ask.substring(0, ask.length() - 1) + bound + "}";

        JsonNode answer = JSON.readTree(post(way, way.path(false), body).body());

        assertThat(answer.at(finish).asText()).isEqualTo(finished);
        assertThat(answer.toString()).contains("This is m-1.").doesNotContain("You said");
    }

    @Test
    void listsModelsInTheShapeOfTheCaller() throws Exception {
        assertThat(JSON.readTree(get(Wording.CHAT, "/v1/models").body())
                        .at("/data/0/object")
                        .asText())
                .isEqualTo("model");
        assertThat(JSON.readTree(get(Wording.ANTHROPIC, "/v1/models").body())
                        .at("/last_id")
                        .asText())
                .isEqualTo("scripted-reasoner");
        assertThat(JSON.readTree(get(Wording.GEMINI, "/v1beta/models").body())
                        .at("/models/0/name")
                        .asText())
                .isEqualTo("models/scripted-large");
        assertThat(get(Wording.CHAT, "/v1/nothing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void stopsAtOnceWhenTheClientLeaves(Wording way) throws Exception {
        try (ScriptedProvider slow =
                        ScriptedProvider.start(ScriptedProviderConfig.DEFAULT.withPacing(Duration.ofSeconds(5)));
                HttpClient leaving = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(slow.uri() + way.path(true)))
                    .header(way.keyHeader, way.keyPrefix + "any key")
                    .header("anthropic-version", "2023-06-01")
                    .POST(HttpRequest.BodyPublishers.ofString(way.ask("a b c d e f", false, true)))
                    .build();
            leaving.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            await(() -> slow.activity().activeStreams() == 1);

            leaving.shutdownNow();

            await(() -> slow.activity().activeStreams() == 0);
            assertThat(slow.activity()).isEqualTo(new Activity(1, 0, 1));
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time until the condition holds").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static HttpResponse<String> post(Wording way, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                request(path, body).header(way.keyHeader, way.keyPrefix + KEY).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(Wording way, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(provider.uri() + path)).header(way.keyHeader, way.keyPrefix + KEY);
        if (way == Wording.ANTHROPIC) {
            request.header("anthropic-version", "2023-06-01");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(provider.uri() + path))
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
