package io.ninerouter.gateway.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.SealCarrier;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Answers of other dialects, as clients of this one get them. */
class StreamToClientTest {
    private static final StopReason STOP = StopReason.of(StopReason.Kind.STOP, "stop");
    private static final Seal SEAL = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.ANTHROPIC, "claude");
    private static final Part.ToolCall CALL =
            new Part.ToolCall("c1", new ToolName("f", "n", false), ToolInput.ofArguments("{\"a\":1}"));
    private static final Part.ToolCall CUSTOM =
            new Part.ToolCall("c2", ToolName.custom("g"), new ToolInput.Free("select"));

    private static Exchange exchange() {
        return Responses.answering(Dialect.ANTHROPIC, "claude-opus-5-5");
    }

    private static Completion answer(StopReason reason, Part... parts) {
        List<Completion.Choice> choices = List.of(new Completion.Choice(0, List.of(parts), reason, List.of()));
        return new Completion("msg_9", "claude-opus-5-5", 5, choices, new Usage(1, 2, 0, 3, 1), null);
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("type").asString().replaceFirst("^response\\.", ""))
                .toList();
    }

    static Stream<Arguments> grammars() {
        return Stream.of(
                Arguments.of(
                        "text",
                        List.of(new Part.Text("Hi")),
                        "output_item.added content_part.added output_text.delta output_text.done content_part.done "
                                + "output_item.done"),
                Arguments.of(
                        "texts and a refusal are pieces of one message",
                        List.of(new Part.Text("a"), new Part.Text("b"), new Part.Refusal("no")),
                        "output_item.added content_part.added output_text.delta output_text.done content_part.done "
                                + "content_part.added output_text.delta output_text.done content_part.done "
                                + "content_part.added refusal.delta refusal.done content_part.done output_item.done"),
                Arguments.of(
                        "reasoning",
                        List.of(Part.Reasoning.of("hm", SEAL)),
                        "output_item.added reasoning_summary_part.added reasoning_summary_text.delta "
                                + "reasoning_summary_text.done reasoning_summary_part.done output_item.done"),
                Arguments.of(
                        "reasoning that is sealed",
                        List.of(Part.Reasoning.of("", SEAL)),
                        "output_item.added output_item.done"),
                Arguments.of(
                        "calls",
                        List.of(CALL, CUSTOM),
                        "output_item.added function_call_arguments.delta function_call_arguments.done output_item.done "
                                + "output_item.added custom_tool_call_input.delta custom_tool_call_input.done "
                                + "output_item.done"),
                Arguments.of("nothing", List.of(), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("grammars")
    void writesTheEventsOfEachItemInOrder(String name, List<Part> parts, String wanted) {
        List<JsonNode> events = Responses.stream(exchange(), answer(STOP, parts.toArray(Part[]::new)));
        String all = "created in_progress " + wanted + (wanted.isEmpty() ? "completed" : " completed");
        assertThat(String.join(" ", types(events))).as(name).isEqualTo(all);
    }

    @Test
    void numbersEventsItemsAndPiecesAndRepeatsTheItemsAtTheEnd() {
        List<JsonNode> events = Responses.stream(
                exchange(),
                answer(
                        StopReason.of(StopReason.Kind.TOOL_USE, "tool_use"),
                        Part.Reasoning.of("hm", SEAL),
                        new Part.Text("Hi"),
                        CALL,
                        CUSTOM));
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        JsonNode output = events.getLast().at("/response/output");
        List<JsonNode> done = events.stream()
                .filter(event -> event.path("type").asString().equals("response.output_item.done"))
                .toList();
        assertThat(done.stream().map(event -> event.path("item"))).containsExactlyElementsOf(output);
        assertThat(done.stream().map(event -> event.path("output_index").asInt()))
                .containsExactly(0, 1, 2, 3);
        assertThat(output.valueStream().map(item -> item.path("id").asString().replaceFirst("_.*", "_")))
                .containsExactly("rs_", "msg_", "fc_", "ctc_");
        for (JsonNode event : events) {
            if (event.has("item_id")) {
                JsonNode item = output.path(event.path("output_index").asInt());
                assertThat(event.path("item_id")).isEqualTo(item.path("id"));
            }
        }
        assertThat(output.at("/0/encrypted_content").asString()).startsWith("nr1.ANTHROPIC.SIGNATURE.claude.sig");
        assertThat(output.at("/2/namespace").asString()).isEqualTo("n");
        assertThat(output.at("/2/arguments").asString()).isEqualTo("{\"a\":1}");
        assertThat(output.at("/3/input").asString()).isEqualTo("select");
    }

    @Test
    void namesEachEventAndEndsWithoutAMark() {
        String sse = Responses.sse(
                exchange(),
                List.of(
                        new StreamEvent.Started("", "", 0),
                        new StreamEvent.Heartbeat(),
                        new StreamEvent.Finished(0, STOP),
                        new StreamEvent.Ended()));
        assertThat(sse)
                .startsWith("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"
                        + "\"response\":{\"id\":\"resp_")
                .contains("\n\n: keep-alive\n\n")
                .contains("\"model\":\"claude-opus-5-5\"")
                .contains("\"created_at\":1700000000")
                .doesNotContain("[DONE]");
    }

    @Test
    void tellsUsageAndZerosWhereTheProviderSaidNothing() {
        Completion answer = answer(STOP, new Part.Text("Hi"));
        List<JsonNode> events = Responses.stream(exchange(), answer);
        assertThat(events.getLast().at("/response/usage"))
                .hasToString(
                        "{\"input_tokens\":3,\"input_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":0},\"output_tokens\":3,"
                                + "\"output_tokens_details\":{\"reasoning_tokens\":1},\"total_tokens\":6}");
        Completion silent = new Completion("", "", 0, answer.choices(), null, null);
        assertThat(Responses.unary(exchange(), silent).at("/usage/total_tokens").asInt(-1))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "STOP | completed | null | completed",
                "TOOL_USE | completed | null | completed",
                "LENGTH | incomplete | max_output_tokens | incomplete",
                "CONTENT_FILTER | incomplete | content_filter | incomplete",
                "REFUSAL | incomplete | content_filter | incomplete",
                "PAUSE | completed | null | completed",
                "OTHER | completed | null | completed",
            })
    void saysWhyItEnded(StopReason.Kind kind, String status, @Nullable String reason, String item) {
        Completion answer = answer(StopReason.of(kind, "x"), new Part.Text("Hi"));
        List<JsonNode> events = Responses.stream(exchange(), answer);
        JsonNode last = events.getLast();
        assertThat(last.path("type").asString()).isEqualTo("response." + status);
        assertThat(last.at("/response/status").asString()).isEqualTo(status);
        assertThat(last.at("/response/incomplete_details/reason").asString(null))
                .isEqualTo(reason);
        assertThat(last.at("/response/output/0/status").asString()).isEqualTo(item);
        assertThat(Responses.unary(exchange(), answer).path("status").asString())
                .isEqualTo(status);
    }

    @Test
    void marksACallThatWasCutAndGivesArgumentsToOneWithout() {
        Part cut = new Part.ToolCall("c", ToolName.function("f"), new ToolInput.Broken("{\"a"));
        List<JsonNode> events =
                Responses.stream(exchange(), answer(StopReason.of(StopReason.Kind.LENGTH, "max_tokens"), CALL, cut));
        assertThat(events.getLast().at("/response/output/0/status").asString()).isEqualTo("completed");
        assertThat(events.getLast().at("/response/output/1/status").asString()).isEqualTo("incomplete");

        List<JsonNode> bare = Responses.stream(
                exchange(),
                List.of(
                        new StreamEvent.Started("", "", 0),
                        new StreamEvent.PartStarted(
                                0,
                                0,
                                new io.ninerouter.gateway.chat.PartHead.ToolCall(
                                        "c", ToolName.function("f"), null, Extras.NONE)),
                        new StreamEvent.PartEnded(0, 0),
                        new StreamEvent.Finished(0, STOP),
                        new StreamEvent.Ended()));
        assertThat(bare.get(3).path("delta").asString()).isEqualTo("{}");
        assertThat(bare.getLast().at("/response/output/0/arguments").asString()).isEqualTo("{}");
    }

    @Test
    void callsTheSearchThatTheClientRunsByItsOwnItem() {
        ChatRequest asked = Responses.decode("{\"model\":\"m\",\"input\":\"hi\",\"tools\":[{\"type\":\"tool_search\","
                + "\"execution\":\"client\",\"parameters\":{}}]}");
        Exchange exchange = Responses.answering(Dialect.ANTHROPIC, "claude-opus-5-5", asked);
        Part search =
                new Part.ToolCall("c", ToolName.function("tool_search"), ToolInput.ofArguments("{\"query\":\"mail\"}"));
        List<JsonNode> events =
                Responses.stream(exchange, answer(StopReason.of(StopReason.Kind.TOOL_USE, "tool_use"), search));
        assertThat(types(events))
                .containsExactly("created", "in_progress", "output_item.added", "output_item.done", "completed");
        JsonNode item = events.getLast().at("/response/output/0");
        assertThat(item.path("id").asString()).startsWith("tsc_");
        assertThat(item.path("type").asString()).isEqualTo("tool_search_call");
        assertThat(item.path("call_id").asString()).isEqualTo("c");
        assertThat(item.path("execution").asString()).isEqualTo("client");
        assertThat(item.path("arguments")).hasToString("{\"query\":\"mail\"}");
    }

    @Test
    void failsInTheMiddleAsOpenAiDoes() {
        List<JsonNode> events = Responses.stream(
                exchange(),
                List.of(
                        new StreamEvent.Started("resp_1", "m", 5),
                        new StreamEvent.Failed(ApiError.of(ApiError.Kind.RATE_LIMITED, "slow \"down\""))));
        assertThat(types(events)).containsExactly("created", "in_progress", "error", "failed");
        assertThat(events.get(2).path("code").asString()).isEqualTo("rate_limit_exceeded");
        assertThat(events.get(2).path("sequence_number").asInt()).isEqualTo(2);
        assertThat(events.getLast().path("sequence_number").asInt()).isEqualTo(3);
        assertThat(events.getLast().at("/response/id").asString()).isEqualTo("resp_1");
        assertThat(events.getLast().at("/response/error/message").asString()).isEqualTo("slow \"down\"");
    }

    @Test
    void carriesSealsOfCallsAndTextsBesideThem() {
        Seal gemini = new Seal(Seal.Kind.SIGNATURE, "s", Dialect.GEMINI, "gemini");
        Part sealed =
                new Part.ToolCall("c", ToolName.function("f"), ToolInput.ofArguments("{}"), gemini, null, Extras.NONE);
        Part text = new Part.Text("Hi", List.of(), gemini, null);
        JsonNode output = Responses.unary(
                        Responses.answering(Dialect.GEMINI, "gemini-3-pro"),
                        answer(StopReason.of(StopReason.Kind.TOOL_USE, "STOP"), text, sealed))
                .path("output");
        assertThat(output.valueStream().map(item -> item.path("type").asString()))
                .containsExactly("message", "reasoning", "reasoning", "function_call");
        assertThat(output.at("/1/encrypted_content").asString())
                .isEqualTo(SealCarrier.ofPartBefore(gemini, Dialect.OPENAI_RESPONSES));
        assertThat(output.at("/2/encrypted_content").asString())
                .isEqualTo(SealCarrier.ofPartAfter(gemini, Dialect.OPENAI_RESPONSES));
        String items = output.toString();
        List<Part> again = Responses.decode("{\"model\":\"m\",\"input\":" + items + "}")
                .messages()
                .getFirst()
                .parts();
        assertThat(((Part.Text) again.getFirst()).seal()).isEqualTo(gemini);
        assertThat(((Part.ToolCall) again.getLast()).seal()).isEqualTo(gemini);
        assertThat(again).hasSize(2);
    }

    @Test
    void citesPagesShowsPicturesAndCountsWhatItCannotShow() {
        Citation page = new Citation("https://x", null, "q", null, Dialect.ANTHROPIC, RawJson.EMPTY_OBJECT);
        Citation document = new Citation(null, "D", "q", null, Dialect.ANTHROPIC, RawJson.EMPTY_OBJECT);
        Part text = new Part.Text("Hello", List.of(page, document), null, null);
        Media png = new Media.Inline("image/png", Utf8.of("AA=="));
        Part image = new Part.Attachment(Media.Kind.IMAGE, png, Part.MediaDetail.NONE, null);
        Part sound = new Part.Attachment(Media.Kind.AUDIO, png, Part.MediaDetail.NONE, null);
        Part step = new Part.ServerTool(Dialect.ANTHROPIC, "web_search", RawJson.EMPTY_OBJECT, null);
        Exchange exchange = exchange();
        List<JsonNode> events = Responses.stream(exchange, answer(STOP, text, image, sound, step));
        assertThat(types(events)).contains("output_text.annotation.added");
        JsonNode output = events.getLast().at("/response/output");
        assertThat(output.at("/0/content/0/annotations"))
                .hasToString("[{\"type\":\"url_citation\",\"start_index\":0,\"end_index\":5,\"url\":\"https://x\","
                        + "\"title\":\"https://x\"}]");
        assertThat(output.at("/1/result").asString()).isEqualTo("AA==");
        assertThat(Responses.losses(exchange))
                .containsExactly("-CITATIONS: of documents", "-OUTPUT_MEDIA: AUDIO", "-TOOLS_SERVER: web_search");
    }

    @Test
    void showsTheFirstOfSeveralAnswers() {
        Completion both = new Completion(
                "",
                "",
                0,
                List.of(
                        new Completion.Choice(0, List.of(new Part.Text("a")), STOP, List.of()),
                        new Completion.Choice(1, List.of(new Part.Text("b")), STOP, List.of())),
                null,
                null);
        Exchange exchange = exchange();
        assertThat(Responses.stream(exchange, both).getLast().at("/response/output"))
                .hasSize(1);
        assertThat(Responses.losses(exchange)).containsExactly("-CHOICES: one answer only");
        assertThat(Responses.unary(exchange(), both).path("output")).hasSize(1);
    }

    @Test
    void putsLogProbabilitiesWithTheirText() {
        List<Completion.Choice> choices = List.of(new Completion.Choice(
                0,
                List.of(Part.Reasoning.of("hm", null), new Part.Text("Hi")),
                STOP,
                List.of(RawJson.of("{\"content\":[{\"token\":\"Hi\"}],\"refusal\":null}"))));
        JsonNode response = Responses.unary(exchange(), new Completion("", "", 0, choices, null, null));
        assertThat(response.at("/output/1/content/0/logprobs")).hasToString("[{\"token\":\"Hi\"}]");
    }
}
