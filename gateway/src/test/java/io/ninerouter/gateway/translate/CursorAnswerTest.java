package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.fake.Connect;
import io.ninerouter.gateway.fake.Cursor;
import io.ninerouter.gateway.translate.cursor.CursorCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Cursor's answers: those on record and all that may come, however they are cut. */
class CursorAnswerTest {
    private static final CursorCodec CODEC = new CursorCodec();
    private static final String LONG_NAME = "look_" + "x".repeat(60);

    @TestFactory
    Stream<DynamicTest> decodesWhatIsOnRecordHoweverItIsCut() {
        List<Fixture> fixtures = Fixture.of("cursor");
        Assumptions.assumeFalse(fixtures.isEmpty(), "no fixtures of cursor beside the repository");
        return fixtures.stream()
                .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> {
                    Completion whole = decode(List.of(ByteBuffer.wrap(fixture.response())));
                    JsonNode error =
                            fixture.expected().path("extra").path("end_stream").path("error");
                    if (error.isObject()) {
                        JsonNode words =
                                error.path("details").path(0).path("debug").path("details");
                        assertThat(whole.error().message())
                                .isEqualTo(words.path("title").asString() + ": "
                                        + words.path("detail").asString());
                        assertThat(whole.error().kind()).isEqualTo(ApiError.Kind.RATE_LIMITED);
                    } else {
                        new Expectation(fixture).check(whole);
                    }
                    for (List<ByteBuffer> chunks : Cuts.all(fixture.response())) {
                        assertThat(decode(chunks)).isEqualTo(whole);
                    }
                    for (int end = 0; end < fixture.response().length; end++) {
                        byte[] start = Arrays.copyOf(fixture.response(), end);
                        assertThat(decode(List.of(ByteBuffer.wrap(start))).error())
                                .as("cut at %s", end)
                                .isNotNull();
                    }
                }));
    }

    private static Completion decode(List<ByteBuffer> chunks) {
        return Completion.fold(events(request(), chunks));
    }

    private static Completion decode(byte[]... frames) {
        return decode(List.of(ByteBuffer.wrap(Connect.stream(frames))));
    }

    private static List<StreamEvent> events(ChatRequest request, List<ByteBuffer> chunks) {
        Exchange exchange = Decoding.exchange(Dialect.CURSOR, request, "claude-4.5-sonnet");
        return Decoding.events(CODEC, exchange, chunks, Framing.CONNECT);
    }

    /** One that declares {@code ls} and a tool whose name is too long for the provider. */
    private static ChatRequest request() {
        List<Tool> tools = Stream.of("ls", LONG_NAME)
                .<Tool>map(name -> new Tool.Function(ToolName.function(name), null, null, null, Tool.Options.NONE))
                .toList();
        return ChatRequest.of("m", List.of()).with(Settings.NONE).with(new Tooling(tools, null, null));
    }

    private static List<String> said(Completion completion) {
        return completion.choices().getFirst().parts().stream()
                .map(part -> switch (part) {
                    case Part.Text text -> "text " + text.text();
                    case Part.Reasoning thought -> "thought " + thought.text();
                    case Part.ToolCall call ->
                        call.id() + " " + call.name().name() + " "
                                + call.input().text();
                    default -> part.toString();
                })
                .toList();
    }

    @Test
    void piecesOfOneKindAreOnePart() {
        Completion heard = decode(
                Cursor.thinking("Let "),
                Cursor.thinking("me"),
                Connect.frame(1, Cursor.message(2, Cursor.message(1, "Hel"))),
                Connect.frame(0, new byte[0]),
                Cursor.text("lo"),
                Cursor.thinking("hm"),
                Cursor.text("!"),
                Cursor.END);

        assertThat(said(heard)).containsExactly("thought Let me", "text Hello", "thought hm", "text !");
        assertThat(heard.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
        assertThat(heard.error()).isNull();
    }

    @Test
    void callsMayOverlap() {
        Completion heard = decode(
                Cursor.text("Looking."),
                Cursor.call("a\nmc_1", "ls", "{\"x\"", false),
                Cursor.call("b", "ls", "{}", true),
                Cursor.call("a\nmc_1", "ls", ":1}", true),
                Cursor.call("a", "ls", "", true),
                Cursor.call("c", "ls", "", false),
                Cursor.END);

        assertThat(said(heard)).containsExactly("text Looking.", "a ls {\"x\":1}", "b ls {}", "c ls {}");
        assertThat(heard.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.TOOL_USE);
    }

    @ParameterizedTest
    @CsvSource({"ls, ls", "mcp_custom_ls, ls", "mcp_other_ls, ls", "mcp_read, ls"})
    void callsHaveTheNamesThatTheCallerGave(String name, String served) {
        assertThat(said(decode(Cursor.served("a", name, served, "{}", true), Cursor.END)))
                .containsExactly("a ls {}");
    }

    @Test
    void toolsOfTheProviderKeepTheirNames() {
        assertThat(said(decode(Cursor.call("a", "mcp_read", "{}", true), Cursor.END)))
                .containsExactly("a mcp_read {}");
    }

    @Test
    void aNameThatWasTooLongComesBackWhole() {
        Exchange exchange = Decoding.exchange(Dialect.CURSOR, request(), "claude-4.5-sonnet");
        byte[] encoded = new Translation(List.of(CODEC)).encode(exchange, 0);
        String sent = Cursor.asked(encoded).messages(34).get(1).text(1);
        assertThat(sent).hasSizeLessThanOrEqualTo(52).isNotEqualTo(LONG_NAME);

        byte[] answer = Connect.stream(Cursor.call("a", "mcp_custom_" + sent, "{}", true), Cursor.END);
        List<StreamEvent> events = Decoding.events(CODEC, exchange, List.of(ByteBuffer.wrap(answer)), Framing.CONNECT);

        assertThat(said(Completion.fold(events))).containsExactly("a " + LONG_NAME + " {}");
    }

    @Test
    void argumentsThatComeTwiceAreTakenOnce() {
        assertThat(said(decode(
                        Cursor.served("a", "ls", "", "{\"x\":", false),
                        Cursor.served("a", "ls", "", "1}", false),
                        Cursor.call("a", "ls", "{\"x\":1}", true),
                        Cursor.END)))
                .containsExactly("a ls {\"x\":1}");
    }

    @Test
    void theEndOfACallMayComeOnceMoreAndWithoutItsName() {
        assertThat(said(decode(
                        Cursor.call("a", "ls", "{}", true),
                        Cursor.call("", "", "", true),
                        Cursor.text("so"),
                        Cursor.END)))
                .containsExactly("a ls {}", "text so");
    }

    @Test
    void aCallIsNeverTornSilently() {
        Completion torn = decode(
                Cursor.call("a", "ls", "{", false), Cursor.text("so"), Cursor.call("a", "ls", "}", true), Cursor.END);
        Completion nameless = decode(Cursor.call("a", "", "{}", true), Cursor.END);

        assertThat(torn.error().message()).contains("goes on after");
        assertThat(nameless.error().message()).contains("no name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        resource_exhausted | ERROR_RATE_LIMITED          | 429 | rate_limit_exceeded
        resource_exhausted | ERROR_PRO_USER_USAGE_LIMIT  | 429 | usage_limit_reached
        resource_exhausted | ERROR_USAGE_PRICING_REQUIRED | 402 | payment_required
        unauthenticated    | ERROR_NOT_LOGGED_IN         | 401 | invalid_api_key
        internal           | ERROR_AUTH_TOKEN_EXPIRED    | 401 | invalid_api_key
        not_found          | ERROR_BAD_MODEL_NAME        | 404 | model_not_found
        invalid_argument   | ERROR_CONVERSATION_TOO_LONG | 400 | context_length_exceeded
        invalid_argument   | ERROR_BAD_REQUEST           | 400 | bad_request
        unavailable        | X                           | 503 | service_unavailable
        internal           | X                           | 502 | bad_gateway
        whatever           | X                           | 502 | bad_gateway
        """)
    void errorsSayWhatTheyAre(String code, String name, int status, String word) {
        byte[] end = Cursor.error(code, name, "Too bad", "Try later.");
        for (byte[] stream : List.of(end, Connect.stream(Cursor.text("Hel"), end))) {
            ApiError error = decode(stream).error();
            assertThat(error.status()).isEqualTo(status);
            assertThat(error.code()).isEqualTo(word);
            assertThat(error.message()).isEqualTo("Too bad: Try later.");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"error":{"code":"internal","message":"boom"}} | boom
        {"error":{"code":"internal"}}                  | the provider gave no message
        {"error":"boom"}                               | the provider gave no message
        {"error":                                      | the provider's answer cannot be read
        {"metadata":{}}                                | the provider's answer is empty
        """)
    void anEndThatIsNoneIsAnError(String json, String message) {
        assertThat(decode(Connect.end(json)).error().message()).startsWith(message);
    }

    @Test
    void anErrorMayComeAsJsonWithinTheStream() {
        byte[] json =
                "{\"error\":{\"code\":\"unauthenticated\",\"message\":\"who?\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(decode(Cursor.text("a"), Connect.frame(0, json), Cursor.text("b"))
                        .error()
                        .status())
                .isEqualTo(401);
    }

    /** Law: whatever comes, the grammar is kept and the end is said. */
    @Test
    void survivesAnswersThatAreDamaged() {
        byte[] stream = Connect.stream(
                Cursor.thinking("Let me"),
                Cursor.text("Hello"),
                Cursor.served("a", "mcp_custom_ls", "ls", "{\"x\":1}", false),
                Cursor.call("b", "ls", "{}", true),
                Cursor.END);
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = stream.clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            List<StreamEvent> events = new ArrayList<>(events(request(), List.of(ByteBuffer.wrap(damaged))));
            assertThat(events.getLast()).isInstanceOfAny(StreamEvent.Ended.class, StreamEvent.Failed.class);
        }
    }
}
