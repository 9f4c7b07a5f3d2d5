package io.ninerouter.gateway.translate.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws on answers made at random from what the dialect can say. */
class AnswerLawsTest {
    private static final List<String> WORDS =
            List.of("a", "\"quoted\"", "line\nbreak", "\u2028", "👩‍👩‍👧", "\\u0041", "data: x\n\n", "é", "{}", " ");
    private static final RawJson INDENTED = RawJson.of("{\n  \"q\": [1,\r\n 2], \"s\": \"a\\nb\"\n}");

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void decodesWhatItEncoded(long seed) {
        Completion answer = answer(new Random(seed));
        Exchange exchange = Streams.exchange(Dialect.ANTHROPIC, "claude-opus-5-5");
        List<StreamEvent> events = new ArrayList<>();
        answer.emit(events::add);

        String[] sse = Streams.data(Streams.encode(exchange, events));
        Completion streamed = Completion.fold(Streams.decode(sse));
        String sent = Streams.encodeUnary(exchange, answer);
        List<StreamEvent> told = new ArrayList<>();
        Streams.CODEC.decodeCompletion(
                Utf8.of(sent), Streams.exchange(Dialect.ANTHROPIC, "claude-opus-5-5"), told::add);

        assertThat(plain(streamed)).isEqualTo(plain(answer));
        assertThat(plain(Completion.fold(told))).isEqualTo(plain(answer));
        assertThat(exchange.losses().all()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsWellFormedWhereverItIsCut(long seed) {
        Completion answer = answer(new Random(seed));
        List<StreamEvent> events = new ArrayList<>();
        answer.emit(events::add);
        String[] sse = Streams.data(Streams.encode(Streams.exchange(Dialect.ANTHROPIC, "claude-opus-5-5"), events));
        int end = new Random(seed).nextInt(sse.length + 1);

        List<StreamEvent> cut = Streams.decode(Stream.of(sse).limit(end).toArray(String[]::new));

        // The reason comes before the last event: with it the answer is complete.
        boolean complete = end >= sse.length - 1;
        assertThat(cut.getLast()).isInstanceOf(complete ? StreamEvent.Ended.class : StreamEvent.Failed.class);
        long starts =
                cut.stream().filter(StreamEvent.PartStarted.class::isInstance).count();
        long ends = cut.stream().filter(StreamEvent.PartEnded.class::isInstance).count();
        assertThat(ends).isEqualTo(starts);
    }

    /** Slices that came indented are the same JSON on one line. */
    private static Completion plain(Completion answer) {
        Completion.Choice choice = answer.choice(0);
        List<Part> parts = choice.parts().stream().map(AnswerLawsTest::plain).toList();
        return new Completion(
                answer.id(),
                answer.model(),
                0,
                List.of(new Completion.Choice(0, parts, choice.reason(), List.of())),
                answer.usage(),
                answer.error());
    }

    private static Part plain(Part part) {
        return switch (part) {
            case Part.ServerTool tool -> new Part.ServerTool(tool.dialect(), tool.tool(), compact(tool.json()), null);
            case Part.Opaque opaque -> new Part.Opaque(opaque.dialect(), opaque.type(), compact(opaque.json()));
            case Part.ToolCall call
            when call.input() instanceof ToolInput.Json(RawJson json) ->
                new Part.ToolCall(call.id(), call.name(), new ToolInput.Json(compact(json)));
            default -> part;
        };
    }

    private static RawJson compact(RawJson json) {
        return RawJson.of(Requests.JSON.readTree(json.text()).toString());
    }

    private static Completion answer(Random random) {
        List<Part> parts = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            parts.add(part(random, i));
        }
        boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
        StopReason reason = calls
                ? StopReason.of(StopReason.Kind.TOOL_USE, "tool_use")
                : switch (random.nextInt(4)) {
                    case 0 -> new StopReason(StopReason.Kind.STOP, "stop_sequence", "END");
                    case 1 -> StopReason.of(StopReason.Kind.LENGTH, "max_tokens");
                    case 2 -> StopReason.of(StopReason.Kind.PAUSE, "pause_turn");
                    default -> StopReason.of(StopReason.Kind.STOP, "end_turn");
                };
        Usage usage = new Usage(random.nextInt(99), random.nextInt(99), random.nextInt(99), 50, random.nextInt(50));
        return new Completion(
                "msg_" + random.nextInt(99),
                "claude-opus-5-5",
                0,
                List.of(new Completion.Choice(0, parts, reason, List.of())),
                usage,
                null);
    }

    private static Part part(Random random, int index) {
        return switch (random.nextInt(6)) {
            case 0 -> new Part.Text(text(random), citations(random), null, null);
            case 1 -> Part.Reasoning.of(text(random), random.nextBoolean() ? seal(Seal.Kind.SIGNATURE) : null);
            case 2 -> Part.Reasoning.of("", seal(random.nextBoolean() ? Seal.Kind.SIGNATURE : Seal.Kind.REDACTED));
            case 3 ->
                new Part.ToolCall(
                        "toolu_" + index,
                        ToolName.function("f" + index),
                        new ToolInput.Json(random.nextBoolean() ? INDENTED : RawJson.EMPTY_OBJECT));
            case 4 ->
                new Part.ServerTool(
                        Dialect.ANTHROPIC,
                        "web_search",
                        RawJson.of("{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":"
                                + INDENTED.text() + "}"),
                        null);
            default ->
                new Part.Opaque(
                        Dialect.ANTHROPIC,
                        "novelty",
                        RawJson.of("{\"type\":\"novelty\",\n\"x\":" + INDENTED.text() + "}"));
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private static List<Citation> citations(Random random) {
        RawJson raw = RawJson.of("{\"type\":\"char_location\",\"cited_text\":\"w\",\"document_title\":\"D\"}");
        return random.nextBoolean() ? List.of() : List.of(new Citation(null, "D", "w", null, Dialect.ANTHROPIC, raw));
    }

    private static Seal seal(Seal.Kind kind) {
        return new Seal(kind, "c2ln", Dialect.ANTHROPIC, "claude");
    }
}
