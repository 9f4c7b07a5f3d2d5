package io.ninerouter.gateway.translate.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of providers of this dialect, the proper and the odd ones. Fixtures show the usual. */
class StreamFromProviderTest {
    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":{\"input_tokens\":5,"
                    + "\"cache_read_input_tokens\":2,\"output_tokens\":1}}}";
    private static final String STOPPED =
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9,"
                    + "\"input_tokens\":null}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    @Test
    void keepsTheUsageOfTheStartThatTheEndDoesNotRepeat() {
        assertThat(Completion.fold(Streams.decode(START, STOPPED, STOP)).usage())
                .isEqualTo(new Usage(5, 2, 0, 9, 0));
    }

    @Test
    void putsBlocksThatAreOpenAtOnceOneAfterTheOther() {
        Completion answer = Completion.fold(Streams.decode(
                START,
                block(0, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}"),
                block(1, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"g\",\"input\":{}}"),
                arguments(1, "{\\\"y\\\":"),
                arguments(0, "{\\\"x\\\":1}"),
                arguments(1, "2}"),
                stop(1),
                stop(0),
                STOPPED,
                STOP));

        List<Part> parts = answer.choice(0).parts();
        assertThat(parts)
                .extracting(part -> ((Part.ToolCall) part).input().text())
                .containsExactly("{\"x\":1}", "{\"y\":2}");
        assertThat(parts)
                .extracting(part -> ((Part.ToolCall) part).name().name())
                .containsExactly("f", "g");
        assertThat(parts).extracting(part -> ((Part.ToolCall) part).id()).doesNotHaveDuplicates();
    }

    @Test
    void takesWhatABlockHoldsAtItsStart() {
        Completion answer = Completion.fold(Streams.decode(
                START,
                block(0, "{\"type\":\"text\",\"text\":\"Hi\"}"),
                stop(0),
                block(1, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{\"x\":1}}"),
                stop(1),
                STOP));

        assertThat(answer.choice(0).parts())
                .containsExactly(
                        new Part.Text("Hi"),
                        new Part.ToolCall("a", ToolName.function("f"), new ToolInput.Json(RawJson.of("{\"x\":1}"))));
        assertThat(answer.choice(0).reason()).isEqualTo(StopReason.of(StopReason.Kind.TOOL_USE, ""));
    }

    @Test
    void sealsThoughts() {
        Completion answer = Completion.fold(Streams.decode(
                START,
                block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}",
                stop(0),
                block(1, "{\"type\":\"redacted_thinking\",\"data\":\"d\"}"),
                stop(1),
                block(2, "{\"type\":\"thinking\",\"thinking\":\"un\"}"),
                stop(2),
                STOPPED,
                STOP));

        assertThat(answer.choice(0).parts())
                .containsExactly(
                        Part.Reasoning.of("", new Seal(Seal.Kind.SIGNATURE, "s", Dialect.ANTHROPIC, "claude")),
                        Part.Reasoning.of("", new Seal(Seal.Kind.REDACTED, "d", Dialect.ANTHROPIC, "claude")),
                        Part.Reasoning.of("un", null));
    }

    @Test
    void buildsBlocksOfServerTools() {
        Completion answer = Completion.fold(Streams.decode(
                START,
                block(0, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}"),
                arguments(0, "{\\\"q\\\":"),
                arguments(0, "1}"),
                stop(0),
                block(1, "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s\",\"content\":[]}"),
                stop(1),
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"pause_turn\"}}",
                STOP));

        assertThat(answer.choice(0).parts())
                .containsExactly(
                        server(
                                "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"q\":1}}"),
                        server("{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s\",\"content\":[]}"));
        assertThat(answer.choice(0).reason().kind()).isEqualTo(StopReason.Kind.PAUSE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            of the dialect | {"type":"error","error":{"type":"overloaded_error","message":"busy"}} | OVERLOADED | busy
            without a type | {"error":{"message":"bad","type":"invalid_request_error"}}            | INVALID_REQUEST | bad
            as a text      | {"error":"went wrong"}                                                | UPSTREAM | went wrong
            without words  | {"type":"error"}                                                      | UPSTREAM | the provider gave no message
            """)
    void tellsErrorsInTheStream(String name, String data, ApiError.Kind kind, String message) {
        List<StreamEvent> events = Streams.decode(START, data, STOP);

        assertThat(events.getLast()).as(name).isInstanceOfSatisfying(StreamEvent.Failed.class, failed -> {
            assertThat(failed.error().kind()).isEqualTo(kind);
            assertThat(failed.error().message()).isEqualTo(message);
        });
    }

    @Test
    void tellsACutFromAnEnd() {
        assertThat(Streams.decode(START, STOPPED).getLast()).isEqualTo(new StreamEvent.Ended());
        assertThat(Streams.decode(START, block(0, "{\"type\":\"text\",\"text\":\"a\"}")))
                .endsWith(
                        new StreamEvent.PartEnded(0, 0),
                        new StreamEvent.Failed(ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer was cut")));
        assertThat(Streams.decode().getLast()).isInstanceOf(StreamEvent.Failed.class);
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        List<StreamEvent> events = Streams.decode(
                "{\"type\":\"ping\"}",
                START,
                "{\"type\":\"novelty\",\"x\":1}",
                arguments(7, "1"),
                stop(7),
                "[DONE]",
                "[]",
                STOPPED,
                STOP,
                START);

        assertThat(events)
                .contains(new StreamEvent.Heartbeat())
                .contains(new StreamEvent.Opaque(
                        Dialect.ANTHROPIC, "novelty", RawJson.of("{\"type\":\"novelty\",\"x\":1}")))
                .endsWith(new StreamEvent.Ended());
        assertThat(events.stream().filter(StreamEvent.Started.class::isInstance))
                .hasSize(1);
    }

    @Test
    void refusesAnAnswerThatIsNoMessage() {
        assertThatThrownBy(() -> Streams.CODEC.decodeCompletion(
                        Utf8.of("{\"input_tokens\":5}"), Streams.exchange(Dialect.ANTHROPIC, "m"), event -> {}))
                .isInstanceOf(BadJsonException.class)
                .hasMessage("answer: no content (expected: a message)");
    }

    private static Part server(String json) {
        return new Part.ServerTool(Dialect.ANTHROPIC, "web_search", RawJson.of(json), null);
    }

    private static String block(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}";
    }

    private static String arguments(int index, String escaped) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index
                + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + escaped + "\"}}";
    }

    private static String stop(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
    }
}
