package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.frame.SseParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassThroughPipeTest {
    private static final ApiError CUT = ApiError.of(ApiError.Kind.UPSTREAM, "the provider cut the answer");

    /** One event each; what it makes of an answer that has said nothing so far. */
    @ParameterizedTest(name = "{0} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        OPENAI_CHAT      | quiet      | open | {"choices":[],"prompt_filter_results":[{}]}
        OPENAI_CHAT      | quiet      | open | {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}
        OPENAI_CHAT      | quiet      | open | {"choices":[{"delta":{"role":"assistant","content":null,"refusal":null,"tool_calls":[]}}]}
        OPENAI_CHAT      | meaningful | open | {"choices":[{"delta":{"content":"x"}}]}
        OPENAI_CHAT      | meaningful | open | {"choices":[{"delta":{"reasoning_content":"x"}}]}
        OPENAI_CHAT      | meaningful | open | {"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}
        OPENAI_CHAT      | quiet      | open | {"choices":[{"delta":{},"finish_reason":""}]}
        OPENAI_CHAT      | meaningful | done | {"choices":[{"delta":{},"finish_reason":"stop"}]}
        OPENAI_CHAT      | quiet      | done | [DONE]
        OPENAI_CHAT      | meaningful | open | {"choices":[{"delta":{"content":"\\"finish_reason\\":\\"stop\\""}}]}
        OPENAI_RESPONSES | quiet      | open | {"type":"response.created","response":{"id":"r","output":[]}}
        OPENAI_RESPONSES | quiet      | open | {"type":"response.in_progress","response":{"usage":null}}
        OPENAI_RESPONSES | meaningful | open | {"type":"response.output_text.delta","delta":"response.completed"}
        OPENAI_RESPONSES | meaningful | done | {"type":"response.completed","response":{"output":[{"type":"message"}]}}
        OPENAI_RESPONSES | meaningful | done | {"type":"response.incomplete","response":{}}
        OPENAI_RESPONSES | quiet      | done | {"type":"response.failed","response":{"error":{"code":"server_error"}}}
        OPENAI_RESPONSES | quiet      | open | {"type":"error","message":"m"}
        ANTHROPIC        | quiet      | open | {"type":"message_start","message":{"content":[],"stop_reason":null}}
        ANTHROPIC        | quiet      | open | {"type":"ping"}
        ANTHROPIC        | meaningful | open | {"type":"content_block_start","index":0}
        ANTHROPIC        | meaningful | open | {"type":"content_block_delta","delta":{"type":"text_delta"}}
        ANTHROPIC        | meaningful | open | {"type":"message_delta","delta":{"stop_reason":"end_turn"}}
        ANTHROPIC        | quiet      | done | {"type":"message_stop"}
        ANTHROPIC        | quiet      | open | {"type":"error","error":{"type":"overloaded_error"}}
        GEMINI           | quiet      | open | {"candidates":[{"content":{"role":"model","parts":[{"text":"","thoughtSignature":"s"}]}}]}
        GEMINI           | meaningful | open | {"candidates":[{"content":{"parts":[{"text":"x"}]}}]}
        GEMINI           | meaningful | open | {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]}}]}
        GEMINI           | meaningful | done | {"candidates":[{"content":{},"finishReason":"STOP"}]}
        GEMINI           | meaningful | done | {"candidates":[{"finishReason":2}]}
        GEMINI           | meaningful | done | {"promptFeedback":{"blockReason":"SAFETY"}}
        GEMINI           | quiet      | open | {"usageMetadata":{"promptTokenCount":1},"modelVersion":"m"}
        """)
    void judgesOneEvent(Dialect dialect, String said, String end, String data) {
        PassThroughPipe pipe = sse(dialect, "data: " + data + "\n\n");
        assertThat(pipe.firstMeaningful()).as("meaningful").isEqualTo(said.equals("meaningful"));
        assertThat(pipe.finished()).as("finished").isEqualTo(end.equals("done"));
    }

    @ParameterizedTest
    @ClientDialects
    void whatStandsInAnEventThatIsCutIsNoBeginning(Dialect dialect) {
        int greetings = Dialogs.firstMeaningful(dialect) - 1;
        String greeting = String.join("", Dialogs.events(dialect).subList(0, greetings));
        String event = Dialogs.events(dialect).get(greetings).strip();
        for (int kept = event.indexOf('{') + 1; kept < event.length(); kept++) {
            PassThroughPipe pipe = new PassThroughPipe(dialect, Framing.SSE);
            pipe.feed(bytes(greeting + event.substring(0, kept) + "\n\n"));

            assertThat(pipe.firstMeaningful()).as(event.substring(0, kept)).isFalse();
            pipe.feed(bytes(event + "\n\n"));
            assertThat(pipe.firstMeaningful()).as("after " + kept).isTrue();
        }
    }

    @Test
    void mergesTheTwoHalvesOfAnthropicUsage() {
        PassThroughPipe pipe = sse(Dialect.ANTHROPIC, """
            event: message_start
            data: {"type":"message_start","message":{"usage":{"input_tokens":3,"cache_read_input_tokens":40,\
            "cache_creation_input_tokens":7,"output_tokens":1}}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9,\
            "cache_read_input_tokens":null}}

            """);
        assertThat(pipe.usage()).isEqualTo(new Usage(3, 40, 7, 9, 0));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        OPENAI_CHAT      | {"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4}}} | 5 4 0 2 0
        OPENAI_CHAT      | {"choices":[{"usage":{"prompt_tokens":9,"completion_tokens":2}}]}                             | 9 0 0 2 0
        OPENAI_CHAT      | {"x_groq":{"usage":{"prompt_tokens":9,"completion_tokens":2}}}                                | 9 0 0 2 0
        OPENAI_CHAT      | {"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_cache_hit_tokens":8}}               | 1 8 0 2 0
        OPENAI_CHAT      | {"choices":[{"message":{"content":"\\"usage\\":{\\"prompt_tokens\\":1}"}}]}                    | -
        OPENAI_CHAT      | {"usage":null}                                                                                | -
        OPENAI_CHAT      | {"metadata":{"usage":{"prompt_tokens":9}}}                                                    | -
        OPENAI_RESPONSES | {"output":[],"usage":{"input_tokens":9,"output_tokens":5,"output_tokens_details":{"reasoning_tokens":4}}} | 9 0 0 5 4
        ANTHROPIC        | {"content":[{"usage":{"input_tokens":1}}],"usage":{"input_tokens":9,"cache_creation_input_tokens":2,"output_tokens":5}} | 9 0 2 5 0
        GEMINI           | {"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":2,"thoughtsTokenCount":3,"cachedContentTokenCount":4}} | 5 4 0 5 3
        """)
    void findsTheUsageOfAWholeAnswer(Dialect dialect, String body, String usage) {
        PassThroughPipe pipe = new PassThroughPipe(dialect, Framing.UNARY);
        pipe.feed(bytes(body));
        pipe.end();
        Usage found = pipe.usage();
        String shown = found == null
                ? "-"
                : "%d %d %d %d %d"
                        .formatted(
                                found.input(),
                                found.cacheRead(),
                                found.cacheWrite(),
                                found.output(),
                                found.reasoning());
        assertThat(shown).isEqualTo(usage);
        assertThat(pipe.finished()).isTrue();
        assertThat(pipe.firstMeaningful()).isTrue();
    }

    @Test
    void goesOnAfterAnEventThatIsNoJson() {
        PassThroughPipe pipe = sse(
                Dialect.OPENAI_CHAT,
                "data: not json\n\ndata: {\"choices\":[{\"finish_reason\":\"stop\"\n\n"
                        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\n");
        assertThat(pipe.readable()).isTrue();
        assertThat(pipe.unreadable()).startsWith("JSON: ended after");
        assertThat(pipe.usage()).isEqualTo(new Usage(9, 0, 0, 2, 0));
        assertThat(pipe.finished()).as("half a chunk is not the end").isFalse();
    }

    @Test
    void stopsReadingWhatIsNoJsonAtAll() {
        PassThroughPipe pipe = new PassThroughPipe(Dialect.ANTHROPIC, Framing.UNARY);
        pipe.feed(bytes("<html>bad gateway</html>"));
        pipe.feed(bytes("{\"usage\":{\"input_tokens\":1}}"));
        pipe.end();
        assertThat(pipe.readable()).isFalse();
        assertThat(pipe.finished()).isFalse();
        assertThat(pipe.usage()).isNull();
        assertThat(pipe.unreadable()).isEqualTo("JSON: byte 0 (expected: a value)");
    }

    @Test
    void stopsReadingAnEventBeyondTheBound() {
        PassThroughPipe pipe = new PassThroughPipe(Dialect.GEMINI, Framing.SSE);
        byte[] piece = new byte[1 << 20];
        for (int i = 0; i < 20; i++) {
            pipe.feed(ByteBuffer.wrap(piece));
        }
        assertThat(pipe.readable()).isFalse();
        assertThat(pipe.keepAlive()).isEmpty();
    }

    @ParameterizedTest
    @ClientDialects
    void endsACutStreamInAnErrorThatIsAnEventOfItsOwn(Dialect dialect) {
        for (String before :
                List.of("", "data: {\"a\":1}\n\n", "data: {\"a\":1}\n", "data: {\"a\":", "event: x", ": ping")) {
            PassThroughPipe pipe = new PassThroughPipe(dialect, Framing.SSE);
            pipe.feed(bytes(before));
            String sent = before + new String(pipe.failure(CUT, "req_1"), StandardCharsets.UTF_8);

            PassThroughPipe client = sse(dialect, sent);
            assertThat(client.inStreamError()).as(sent).isNotNull();
            assertThat(client.inStreamError().message()).isEqualTo(CUT.message());
            assertThat(events(sent).getLast()).contains(CUT.message()).doesNotContain("\"a\"");
        }
    }

    @Test
    void goesOnWithTheNumbersAndNamesOfAResponsesStream() throws IOException {
        PassThroughPipe pipe = sse(Dialect.OPENAI_RESPONSES, """
            event: response.created
            data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_7","created_at":1700000000,"model":"gpt-5"}}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","sequence_number":1,"delta":"x"}

            """);
        List<String> events = events(new String(pipe.failure(CUT, null), StandardCharsets.UTF_8));
        JsonNode failed = new ObjectMapper().readTree(events.getLast());
        assertThat(failed.path("sequence_number").asInt()).isEqualTo(3);
        assertThat(failed.at("/response/id").asText()).isEqualTo("resp_7");
        assertThat(failed.at("/response/created_at").asLong()).isEqualTo(1_700_000_000L);
        assertThat(failed.at("/response/model").asText()).isEqualTo("gpt-5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        ''              | true
        [               | true
        [{"a":1}        | true
        [{"a":1},{"b":2}| true
        [{"a":          | false
        """)
    void endsACutArrayInAnErrorWhereItCan(String before, boolean possible) throws IOException {
        String sent = before.equals("''") ? "" : before;
        PassThroughPipe pipe = new PassThroughPipe(Dialect.GEMINI, Framing.JSON_ARRAY);
        if (!sent.isEmpty()) {
            pipe.feed(bytes(sent));
        }
        String end = new String(pipe.failure(CUT, null), StandardCharsets.UTF_8);
        assertThat(end.isEmpty()).isEqualTo(!possible);
        if (possible) {
            JsonNode array = new ObjectMapper().readTree(sent + end);
            assertThat(array.get(array.size() - 1).at("/error/message").asText())
                    .isEqualTo(CUT.message());
        }
    }

    @ParameterizedTest
    @ClientDialects
    void hasNoPlaceForAnErrorInAWholeAnswer(Dialect dialect) {
        PassThroughPipe pipe = new PassThroughPipe(dialect, Framing.UNARY);
        assertThat(pipe.failure(CUT, null)).isEmpty();
        pipe.feed(bytes("{\"a\":"));
        assertThat(pipe.failure(CUT, null)).isEmpty();
        assertThat(pipe.keepAlive()).isEmpty();
    }

    @ParameterizedTest
    @ClientDialects
    void keepsASilentStreamOpenBetweenEventsOnly(Dialect dialect) {
        PassThroughPipe pipe = new PassThroughPipe(dialect, Framing.SSE);
        byte[] ping = pipe.keepAlive();
        assertThat(ping).isNotEmpty();
        PassThroughPipe client = new PassThroughPipe(dialect, Framing.SSE);
        client.feed(ByteBuffer.wrap(ping));
        assertThat(client.firstMeaningful()).isFalse();
        assertThat(client.keepAlive()).as("a ping is whole").isNotEmpty();

        pipe.feed(bytes("data: {"));
        assertThat(pipe.keepAlive()).isEmpty();
    }

    private static PassThroughPipe sse(Dialect dialect, String stream) {
        PassThroughPipe pipe = new PassThroughPipe(dialect, Framing.SSE);
        pipe.feed(bytes(stream));
        pipe.end();
        return pipe;
    }

    private static List<String> events(String stream) {
        List<String> events = new ArrayList<>();
        new SseParser(100_000, event -> events.add(event.data())).feed(bytes(stream));
        return events;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
