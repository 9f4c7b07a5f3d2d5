package io.ninerouter.quickstart.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact grammar of each dialect's stream, without HTTP. */
class ScriptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Answer SAID =
            new Answer("0123456789abcdef01234567", 7, "m", List.of("a", " b"), null, false, 3, 2);
    private static final Answer CALLED = new Answer(
            "0123456789abcdef01234567",
            7,
            "m",
            List.of(),
            new ToolCall("t", JSON.createObjectNode().put("q", "🧵🧵🧵🧵🧵🧵")),
            false,
            3,
            2);

    @Test
    void anthropicOpensAndClosesOneBlockWithUsageAtBothEnds() throws Exception {
        assertThat(names(SAID))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "ping",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        List<JsonNode> events = events("POST", "/v1/messages", "{}", SAID);
        assertThat(events.getFirst().at("/message/usage/input_tokens").asInt()).isEqualTo(3);
        assertThat(events.get(1).at("/content_block/text").asText("none")).isEmpty();
        assertThat(events.get(6).at("/usage/output_tokens").asInt()).isEqualTo(2);
        assertThat(events("POST", "/v1/messages", "{}", CALLED).get(1).at("/content_block/input"))
                .isEmpty();
    }

    @Test
    void responsesAnnounceEachItemAndEndWithTheWholeOutput() throws Exception {
        List<JsonNode> events = events("POST", "/v1/responses", "{}", SAID);

        assertThat(events)
                .extracting(event -> event.path("type").asText().substring("response.".length()))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "content_part.added",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "completed");
        assertThat(events)
                .extracting(event -> event.path("sequence_number").asInt())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(events.getFirst().at("/response/model").asText()).isEqualTo("m");
        assertThat(events.getLast().at("/response/output/0"))
                .isEqualTo(events.get(8).path("item"));
        assertThat(events.getLast().at("/response/usage/total_tokens").asInt()).isEqualTo(5);
        assertThat(events("POST", "/v1/responses", "{}", CALLED))
                .extracting(event -> event.path("type").asText())
                .contains("response.function_call_arguments.done", "response.output_item.done");
    }

    @Test
    void chatGivesRoleFirstThenOneFinishAndUsageOnlyWhenAskedFor() throws Exception {
        List<JsonNode> plain = events("POST", "/v1/chat/completions", "{}", CALLED);
        List<JsonNode> counted =
                events("POST", "/v1/chat/completions", "{\"stream_options\":{\"include_usage\":true}}", CALLED);

        assertThat(plain.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(plain).allMatch(event -> event.at("/choices/0/index").isInt() && !event.has("usage"));
        assertThat(plain.get(1)
                        .at("/choices/0/delta/tool_calls/0/function/name")
                        .asText())
                .isEqualTo("t");
        assertThat(plain.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(counted).hasSize(plain.size() + 1);
        assertThat(counted.getLast().path("choices")).isEmpty();
        assertThat(counted.getLast().at("/usage/total_tokens").asInt()).isEqualTo(5);
        assertThat(frames("POST", "/v1/chat/completions", "{}", SAID).getLast().text())
                .isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void geminiEndsItsEventsWithCrlfAndFinishesInTheLastOne() throws Exception {
        String path = "/v1beta/models/m:streamGenerateContent?alt=sse";
        List<Frame> frames = frames("POST", path, "{}", SAID);

        assertThat(frames).hasSize(2).allMatch(frame -> frame.text().endsWith("\r\n\r\n"));
        assertThat(events("POST", path, "{}", SAID)
                        .getLast()
                        .at("/candidates/0/finishReason")
                        .asText())
                .isEqualTo("STOP");
        assertThat(events("POST", path, "{}", SAID)
                        .getFirst()
                        .at("/candidates/0")
                        .has("finishReason"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1beta/models/m%2Fx:generateContent,m/x",
        "POST,/v1/models/m:streamGenerateContent?alt=sse,m",
        "POST,/v1beta/vendor/m+1:countTokens,vendor/m+1",
        "POST,/v1/chat/completions?x=1,''"
    })
    void findsTheModelInThePath(String method, String uri, String model) {
        assertThat(Call.of(method, uri, false).orElseThrow().model()).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/chat/completions",
        "POST,/v1/chat/completion",
        "POST,/v1beta/models/m:embedContent",
        "GET,/",
        "HEAD,/api/hello"
    })
    void findsNothingElsewhere(String method, String uri) {
        assertThat(Call.of(method, uri, false)).isEmpty();
    }

    @Test
    void repeatsABoundedTextAndNeverHalfACodePoint() {
        String text = "x".repeat(Author.MAX_ECHO - 1) + "🧵 and more";
        Answer answer = Author.answer(new Ask("m", text, null, List.of(), null, 1), "0", 0);

        assertThat(answer.text()).endsWith("x…").doesNotContain("more");
        assertThat(Author.answer(new Ask("m", text, null, List.of(), null, 1), "0", 0))
                .isEqualTo(answer);
    }

    @Test
    void goesOnInWordsAfterAToolHasAnswered() throws Exception {
        JsonNode body = JSON.readTree("""
            {"model":"m","messages":[{"role":"user","content":"use t"},{"role":"assistant","content":null},
            {"role":"tool","tool_call_id":"c","content":"42"}],"tools":[{"type":"function","function":{"name":"t"}}]}
            """);
        Call call = Call.of("POST", "/v1/chat/completions", false).orElseThrow();

        Answer answer = Author.answer(call.script().read(body, call), "0", 0);

        assertThat(answer.call()).isNull();
        assertThat(answer.text()).isEqualTo("This is m. The tool returned: 42");
    }

    @Test
    void cutsArgumentsSoThatThePiecesAreTheWhole() {
        String arguments = "{\"q\":\"" + "🧵".repeat(20) + "\"}";

        assertThat(Fragments.of(arguments)).hasSizeGreaterThan(3).allMatch(ScriptTest::isWhole);
        assertThat(String.join("", Fragments.of(arguments))).isEqualTo(arguments);
        assertThat(Fragments.of("")).containsExactly("");
    }

    @Test
    void refusesABoundBelowOne() {
        assertThatThrownBy(() -> new Ask("m", "", null, List.of(), 0, 1))
                .isInstanceOf(Refusal.class)
                .hasMessage("max tokens: 0 (expected: >= 1)");
    }

    private static boolean isWhole(String text) {
        return !Character.isHighSurrogate(text.charAt(text.length() - 1)) && !Character.isLowSurrogate(text.charAt(0));
    }

    private static List<String> names(Answer answer) throws Exception {
        return frames("POST", "/v1/messages", "{}", answer).stream()
                .map(frame -> frame.text().lines().findFirst().orElseThrow())
                .map(line -> line.substring("event: ".length()))
                .toList();
    }

    private static List<JsonNode> events(String method, String uri, String body, Answer answer) throws Exception {
        return frames(method, uri, body, answer).stream()
                .flatMap(frame -> frame.text().lines())
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring("data: ".length()))
                .flatMap(ScriptTest::parsed)
                .toList();
    }

    private static Stream<JsonNode> parsed(String text) {
        try {
            return Stream.of(JSON.readTree(text));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Frame> frames(String method, String uri, String body, Answer answer) throws Exception {
        Call call = Call.of(method, uri, false).orElseThrow();
        return call.script().stream(answer, JSON.readTree(body), call);
    }
}
