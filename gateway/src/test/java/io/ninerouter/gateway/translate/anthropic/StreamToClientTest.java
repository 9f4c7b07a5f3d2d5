package io.ninerouter.gateway.translate.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of providers of other dialects, as a client of this one reads them. */
class StreamToClientTest {
    private static final StreamEvent STARTED = new StreamEvent.Started("chatcmpl-1", "gpt-9", 7);
    private static final StreamEvent ENDED = new StreamEvent.Ended();

    private final Exchange exchange = Streams.exchange(Dialect.OPENAI_CHAT, "gpt-9");

    @Test
    void writesThoughtTextAndToolsOneAfterTheOther() {
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        events.addAll(part(0, new PartHead.Reasoning(null), new Delta.Fragment("th")));
        events.addAll(part(1, new PartHead.Text(), new Delta.Fragment("Hel"), new Delta.Fragment("lo")));
        events.addAll(part(2, tool("c1", "ls", null), new Delta.Fragment("{\"p\":"), new Delta.Fragment("1}")));
        events.addAll(part(3, tool("c2", "now", null)));
        events.add(new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.STOP, "stop")));
        events.add(new StreamEvent.UsageReported(Usage.ofTotals(10, 4, 0, 5, 2)));
        events.add(ENDED);

        assertThat(Streams.encode(exchange, events)).isEqualTo(sse("""
                message_start {"type":"message_start","message":{"id":"<id>","type":"message","role":"assistant","model":"gpt-9","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}
                content_block_start {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
                content_block_delta {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"th"}}
                content_block_stop {"type":"content_block_stop","index":0}
                content_block_start {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}
                content_block_delta {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}}
                content_block_delta {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo"}}
                content_block_stop {"type":"content_block_stop","index":1}
                content_block_start {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"c1","name":"ls","input":{}}}
                content_block_delta {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"p\\":"}}
                content_block_delta {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}
                content_block_stop {"type":"content_block_stop","index":2}
                content_block_start {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"c2","name":"now","input":{}}}
                content_block_delta {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":""}}
                content_block_stop {"type":"content_block_stop","index":3}
                message_delta {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":6,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}}
                message_stop {"type":"message_stop"}
                """));
        assertThat(exchange.losses().all()).isEmpty();
    }

    @Test
    void startsWithTheUsageThatComesFirst() {
        String sse = Streams.encode(
                exchange,
                List.of(STARTED, new StreamEvent.UsageReported(new Usage(3, 2, 1, 0, 0)), new StreamEvent.Heartbeat()));

        assertThat(sse)
                .contains("\"usage\":{\"input_tokens\":3,\"cache_creation_input_tokens\":1,"
                        + "\"cache_read_input_tokens\":2,\"output_tokens\":0}")
                .endsWith("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    }

    @Test
    void writesNoBlockForNoWords() {
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        events.addAll(part(0, new PartHead.Text()));
        events.addAll(part(1, new PartHead.Reasoning(null)));
        events.add(new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.STOP, "stop")));
        events.add(ENDED);

        String sse = Streams.encode(exchange, events);

        assertThat(names(sse)).containsExactly("message_start", "message_delta", "message_stop");
        assertThat(sse).contains("\"stop_reason\":\"end_turn\"").contains("\"output_tokens\":0");
    }

    @Test
    void tellsAFailureAtAnyTime() {
        StreamEvent failed = new StreamEvent.Failed(ApiError.of(ApiError.Kind.OVERLOADED, "busy"));
        List<StreamEvent> open = List.of(
                STARTED,
                new StreamEvent.PartStarted(0, 0, new PartHead.Text()),
                new StreamEvent.PartDelta(0, 0, new Delta.Fragment("a")),
                failed);

        String error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"busy\"}}\n\n";
        assertThat(Streams.encode(exchange, List.of(failed))).isEqualTo(error);
        assertThat(Streams.encode(exchange, open)).endsWith(error).doesNotContain("message_stop");
    }

    @Test
    void pingsBeforeTheStart() {
        assertThat(Streams.encode(exchange, List.of(new StreamEvent.Heartbeat())))
                .isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    }

    @Test
    void writesEachStretchOfAThoughtAsABlock() {
        Seal seal = new Seal(Seal.Kind.ENCRYPTED, "enc", Dialect.OPENAI_RESPONSES, "gpt");
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        events.addAll(part(
                0,
                new PartHead.Reasoning("rs_1"),
                new Delta.Section(true),
                new Delta.Fragment("one"),
                new Delta.Section(true),
                new Delta.Fragment("two"),
                new Delta.Sealed(seal)));
        events.add(ENDED);

        List<StreamEvent> again = Streams.decode(Streams.data(Streams.encode(exchange, events)));

        assertThat(Completion.fold(again).choice(0).parts())
                .extracting(part -> ((Part.Reasoning) part).text())
                .containsExactly("one", "two");
    }

    @ParameterizedTest(name = "{0} {1} calls={3} -> {4}")
    @CsvSource(nullValues = "-", textBlock = """
            STOP,           stop,                          -,   false, end_turn
            STOP,           stop_sequence,                 END, false, stop_sequence
            STOP,           stop,                          -,   true,  tool_use
            LENGTH,         length,                        -,   false, max_tokens
            LENGTH,         model_context_window_exceeded, -,   false, model_context_window_exceeded
            LENGTH,         length,                        -,   true,  max_tokens
            TOOL_USE,       tool_calls,                    -,   true,  tool_use
            CONTENT_FILTER, content_filter,                -,   false, refusal
            REFUSAL,        refusal,                       -,   false, refusal
            PAUSE,          pause_turn,                    -,   false, pause_turn
            PAUSE,          compaction,                    -,   false, compaction
            OTHER,          weird,                         -,   false, end_turn
            """)
    void tellsWhyItStopped(StopReason.Kind kind, String wire, String sequence, boolean calls, String word) {
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        if (calls) {
            events.addAll(part(0, tool("c1", "ls", null)));
        }
        events.add(new StreamEvent.Finished(0, new StopReason(kind, wire, sequence == null ? "" : sequence)));
        events.add(ENDED);

        assertThat(Streams.encode(exchange, events))
                .contains("\"stop_reason\":\"" + word + "\",\"stop_sequence\":"
                        + (sequence == null ? "null" : "\"" + sequence + "\""));
    }

    @Test
    void tellsARefusalInWords() {
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        events.addAll(part(0, new PartHead.Refusal(), new Delta.Fragment("no")));
        events.add(new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.STOP, "stop")));
        events.add(ENDED);

        assertThat(Streams.encode(exchange, events))
                .contains("{\"type\":\"text_delta\",\"text\":\"no\"}")
                .contains("\"stop_reason\":\"refusal\"");
        assertThat(losses()).containsExactlyInAnyOrder("~REFUSAL", "~STOP_REASON");
    }

    @Test
    void countsWhatItCannotShow() {
        Citation page = new Citation("https://x", "X", null, null, Dialect.OPENAI_CHAT, RawJson.EMPTY_OBJECT);
        Citation lost = new Citation(null, "X", null, null, Dialect.OPENAI_CHAT, RawJson.EMPTY_OBJECT);
        Part image = new Part.Attachment(
                Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("A")), Part.MediaDetail.NONE, null);
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        events.addAll(part(
                0,
                new PartHead.Text(),
                new Delta.Fragment("a"),
                new Delta.Cited(page),
                new Delta.Cited(lost),
                new Delta.Logprobs(RawJson.EMPTY_OBJECT)));
        events.addAll(part(1, new PartHead.Whole(image)));
        events.addAll(part(2, new PartHead.Whole(new Part.Opaque(Dialect.GEMINI, "x", RawJson.EMPTY_OBJECT))));
        events.add(new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.STOP, "stop")));
        events.add(new StreamEvent.Finished(1, StopReason.of(StopReason.Kind.STOP, "stop")));
        events.add(new StreamEvent.Opaque(Dialect.OPENAI_CHAT, "odd", RawJson.EMPTY_OBJECT));
        events.add(ENDED);

        String sse = Streams.encode(exchange, events);

        assertThat(sse)
                .contains("{\"type\":\"citations_delta\",\"citation\":{\"type\":\"web_search_result_location\","
                        + "\"url\":\"https://x\",\"title\":\"X\",\"cited_text\":\"\",\"encrypted_index\":\"\"}}")
                .doesNotContain("odd");
        assertThat(losses())
                .containsExactlyInAnyOrder(
                        "~CITATIONS", "-CITATIONS", "-LOGPROBS", "-OUTPUT_MEDIA", "-VENDOR_PARTS", "-CHOICES");
    }

    @Test
    void carriesSignaturesOfGeminiThroughAClientAndBack() {
        Exchange gemini = Streams.exchange(Dialect.GEMINI, "gemini-9");
        Seal ofCall = new Seal(Seal.Kind.SIGNATURE, "s.1", Dialect.GEMINI, "gemini");
        Seal ofText = new Seal(Seal.Kind.SIGNATURE, "s.2", Dialect.GEMINI, "gemini");
        List<StreamEvent> events = new ArrayList<>(List.of(STARTED));
        events.addAll(part(0, new PartHead.Text(), new Delta.Fragment("a"), new Delta.Sealed(ofText)));
        events.addAll(part(1, tool("c1", "ls", ofCall), new Delta.Fragment("{}")));
        events.addAll(part(2, tool("c2", "ls", null), new Delta.Fragment("{}")));
        events.add(new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.TOOL_USE, "STOP")));
        events.add(ENDED);
        Completion answer = Completion.fold(events);

        for (String sent : List.of(
                Streams.encodeUnary(
                        gemini, Completion.fold(Streams.decode(Streams.data(Streams.encode(gemini, events))))),
                Streams.encodeUnary(gemini, answer))) {
            String content = Requests.JSON.readTree(sent).path("content").toString();
            Message back = Streams.CODEC
                    .decodeRequest(Utf8.of("{\"messages\":[{\"role\":\"assistant\",\"content\":" + content + "}]}"))
                    .messages()
                    .getFirst();
            assertThat(back)
                    .isEqualTo(Message.of(Role.ASSISTANT, answer.choice(0).parts()));
        }
    }

    private List<String> losses() {
        return exchange.losses().all().stream()
                .map(loss -> (loss.fate() == Loss.Fate.DROPPED ? "-" : "~") + loss.feature())
                .toList();
    }

    private static PartHead tool(String id, String name, Seal seal) {
        return new PartHead.ToolCall(id, ToolName.function(name), seal, Extras.NONE);
    }

    private static List<StreamEvent> part(int index, PartHead head, Delta... deltas) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(new StreamEvent.PartStarted(0, index, head));
        for (Delta delta : deltas) {
            events.add(new StreamEvent.PartDelta(0, index, delta));
        }
        events.add(new StreamEvent.PartEnded(0, index));
        return events;
    }

    private static List<String> names(String sse) {
        return sse.lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
    }

    /** Lines of name and data as server-sent events; the id that was made up is the exchange's first. */
    private static String sse(String lines) {
        StringBuilder sse = new StringBuilder();
        String first = new Ids(new Random(1), 0).next("msg_");
        lines.lines().forEach(line -> {
            int space = line.indexOf(' ');
            sse.append("event: ").append(line, 0, space);
            sse.append("\ndata: ").append(line.substring(space + 1).replace("<id>", first));
            sse.append("\n\n");
        });
        return sse.toString();
    }
}
