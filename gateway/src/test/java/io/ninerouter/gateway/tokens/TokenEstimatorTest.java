package io.ninerouter.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimatorTest {
    private static final String PROSE = "The quick brown fox jumps over the lazy dog. ";

    private final TokenEstimator estimator = new TokenEstimator();

    /** Source: OpenAI's own tokenizer, without the 3 of the request and the 3 of the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Hello, world!                 | 4
        You are a helpful assistant.  | 6
        antidisestablishmentarianism  | 6
        """)
    void countsTextAsOpenAiDoes(String text, long tokens) {
        assertThat(estimator.input(said(text), "gpt-5.5")).isEqualTo(tokens + 6);
    }

    @ParameterizedTest
    @CsvSource({"gpt-5.5, 1.0", "claude-sonnet-4-5, 1.15", "gemini-3-pro, 1.0", "qwen3-32b, 1.05"})
    void knowsThatOtherFamiliesCutTextOtherwise(String model, double factor) {
        ChatRequest request = said(PROSE.repeat(1_000));
        assertThat((double) estimator.input(request, model) / estimator.input(request, "gpt-5.5"))
                .isCloseTo(factor, within(0.01));
    }

    @Test
    void countsAllThatTheModelReads() {
        ToolName name = ToolName.function("look_up");
        RawJson schema = RawJson.of("{\"type\":\"object\",\"properties\":{\"word\":{\"type\":\"string\"}}}");
        Tool tool = new Tool.Function(name, "Looks a word up", schema, null, Tool.Options.NONE);
        Part call = new Part.ToolCall("c1", name, new ToolInput.Json(RawJson.of("{\"word\":\"" + PROSE + "\"}")));
        List<Message> messages = new ArrayList<>();
        ChatRequest request = ChatRequest.of("", messages);
        List<Message> steps = List.of(
                Message.of(Role.SYSTEM, List.of(new Part.Text(PROSE))),
                Message.of(Role.USER, List.of(new Part.Text(PROSE))),
                Message.of(Role.ASSISTANT, List.of(Part.Reasoning.of(PROSE, null))),
                Message.of(Role.ASSISTANT, List.of(call)),
                Message.of(Role.TOOL, List.of(new Part.ToolResult("c1", PROSE))));
        long before = estimator.input(request, "claude-x");
        for (Message step : steps) {
            messages.add(step);
            long after = estimator.input(request.with(messages), "claude-x");
            assertThat(after - before).as("%s", step).isGreaterThan(10);
            before = after;
        }
        long tools = estimator.input(request.with(messages).with(new Tooling(List.of(tool), null, null)), "claude-x");
        assertThat(tools - before).isGreaterThan(480 + 45 + 15);
    }

    @Test
    void countsNoThoughtsOfTurnsThatAreOver() {
        Message thought = Message.of(Role.ASSISTANT, List.of(Part.Reasoning.of(PROSE.repeat(20), null)));
        Message user = Message.of(Role.USER, List.of(new Part.Text("on")));
        long current = estimator.input(ChatRequest.of("", List.of(user, thought)), "claude-x");
        long over = estimator.input(ChatRequest.of("", List.of(thought, user)), "claude-x");
        assertThat(current - over).isGreaterThan(200);
    }

    @Test
    void countsTheSignaturesOfGemini() {
        Seal seal = new Seal(Seal.Kind.SIGNATURE, "x".repeat(1_000), Dialect.GEMINI, null);
        Part text = new Part.Text("hi", List.of(), seal, null);
        ChatRequest request = ChatRequest.of("", List.of(Message.of(Role.ASSISTANT, List.of(text))));
        assertThat(estimator.input(request, "gemini-3-pro")).isBetween(180L, 200L);
        assertThat(estimator.input(request, "claude-x")).isLessThan(15);
    }

    @ParameterizedTest(name = "{0} {1} x {2} for {3}")
    @CsvSource({
        "png,   512,  512, gpt-5.5,  255",
        "png,  1024, 1024, gpt-5.5,  765",
        "jpeg, 4096, 4096, gpt-5.5,  765",
        "gif,   200,  200, claude-x, 54",
        "webp, 1000, 1000, claude-x, 1334",
        "png,  4000, 3000, claude-x, 1600",
        "jpeg,  300,  300, gemini-3, 258",
        "webp, 1000,  700, gemini-3, 516",
        "text,    1,    1, gpt-5.5,  765",
    })
    void countsImagesByTheirPixels(String format, int width, int height, String model, long tokens) {
        Media media = new Media.Inline("image/" + format, Utf8.of(image(format, width, height)));
        assertThat(attached(Media.Kind.IMAGE, media, model)).isEqualTo(tokens);
    }

    @ParameterizedTest(name = "{0} of {2} bytes for {3}")
    @CsvSource({
        "DOCUMENT, application/pdf, 200000, claude-x,  12000",
        "DOCUMENT, application/pdf, 200000, gemini-3,   1032",
        "DOCUMENT, text/plain,        4000, gpt-5.5,    1000",
        "AUDIO,    audio/mpeg,      160000, gemini-3,    320",
        "AUDIO,    audio/mpeg,      160000, gpt-5.5,     100",
        "VIDEO,    video/mp4,       500000, gemini-3,    580",
    })
    void countsOtherAttachmentsByTheirLength(Media.Kind kind, String type, int bytes, String model, long tokens) {
        String base64 = Base64.getEncoder().encodeToString(new byte[bytes]);
        assertThat(attached(kind, new Media.Inline(type, Utf8.of(base64)), model))
                .isBetween(tokens, tokens + tokens / 100);
    }

    @ParameterizedTest
    @CsvSource({"300000", "3000000", "30000000"})
    void takesTheRestOfLongPromptsForAlike(int length) {
        String text = PROSE.repeat(length / PROSE.length());
        double tokens = text.length() * 10.0 / PROSE.length();
        assertThat((double) estimator.input(said(text), "gpt-5.5")).isCloseTo(tokens, within(tokens / 50));
        Part result = new Part.ToolResult(
                "c1",
                List.of(new Part.Opaque(Dialect.GEMINI, "x", RawJson.of('"' + text + '"'))),
                false,
                null,
                Extras.NONE);
        ChatRequest slices = ChatRequest.of("", List.of(Message.of(Role.TOOL, List.of(result))));
        assertThat((double) estimator.input(slices, "gpt-5.5")).isCloseTo(tokens, within(tokens / 50));
    }

    @Test
    void tokenizesABoundedShareOfLongPrompts() {
        PromptTally tally = new PromptTally(TokenRules.of("gpt-5.5"), 115);
        Random random = new Random(1);
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = new byte[768];
            random.nextBytes(bytes);
            // Were all of it tokenized, this would take a minute.
            tally.text(Utf8.of(Base64.getEncoder().encodeToString(bytes)));
        }
        assertThat(tally.tokens()).isBetween(20_000_000L, 22_000_000L);
    }

    @Test
    void cutsNoCodePoint() {
        String text = "x" + "😀".repeat(3_000);
        long strings = estimator.input(said(text), "gpt-5.5");
        assertThat(strings).isBetween(3_000L, 3_020L);
        Part opaque = new Part.Opaque(Dialect.GEMINI, "x", RawJson.of('"' + text + '"'));
        ChatRequest slices = ChatRequest.of("", List.of(Message.of(Role.USER, List.of(opaque))));
        assertThat(estimator.input(slices, "gpt-5.5")).isBetween(strings, strings + 10);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 10", "100, 1000", "20000, 200000", "200000, 2000000"})
    void countsWhatAModelSays(int sentences, long tokens) {
        AnswerTokens answer = estimator.output("gpt-5.5");
        for (int i = 0; i < sentences; i++) {
            for (String word : PROSE.split("(?<= )")) {
                answer.accept(new StreamEvent.PartDelta(0, 0, new Delta.Fragment(word)));
            }
        }
        assertThat(answer.tokens()).isBetween(tokens - tokens / 50, tokens + tokens / 50 + 1);
    }

    @Test
    void countsCallsAndThoughtsOfTheModel() {
        AnswerTokens answer = estimator.output("claude-x");
        answer.accept(new StreamEvent.Started("", "", 0));
        answer.accept(new StreamEvent.PartStarted(0, 0, new PartHead.Reasoning(null)));
        answer.accept(new StreamEvent.PartDelta(0, 0, new Delta.Fragment(PROSE)));
        answer.accept(new StreamEvent.PartEnded(0, 0));
        answer.accept(new StreamEvent.PartStarted(
                0, 1, new PartHead.ToolCall("c1", ToolName.function("look_up"), null, Extras.NONE)));
        assertThat(answer.tokens()).isBetween(50L, 60L);
    }

    private long attached(Media.Kind kind, Media media, String model) {
        Part part = new Part.Attachment(kind, media, Part.MediaDetail.NONE, null);
        ChatRequest with = ChatRequest.of("", List.of(Message.of(Role.USER, List.of(part))));
        ChatRequest without = ChatRequest.of("", List.of(Message.of(Role.USER, List.of())));
        return estimator.input(with, model) - estimator.input(without, model);
    }

    private static ChatRequest said(String text) {
        return ChatRequest.of("", List.of(Message.of(Role.USER, List.of(new Part.Text(text)))));
    }

    /** The head of an image and some of what follows. */
    private static String image(String format, int width, int height) {
        int[] head = switch (format) {
            case "png" ->
                bytes(0x89, "PNG\r\n\u001a\n", 0, 0, 0, 13, "IHDR", 0, 0, width >> 8, width, 0, 0, height >> 8, height);
            case "gif" -> bytes(0x47, "IF89a", width, width >> 8, height, height >> 8);
            case "jpeg" ->
                bytes(
                        0xff,
                        "",
                        0xd8,
                        0xff,
                        0xe0,
                        0,
                        4,
                        1,
                        1,
                        0xff,
                        0xc2,
                        0,
                        17,
                        8,
                        height >> 8,
                        height,
                        width >> 8,
                        width);
            case "webp" ->
                bytes(
                        'R',
                        "IFF",
                        0,
                        0,
                        0,
                        0,
                        "WEBPVP8X",
                        10,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        width - 1,
                        (width - 1) >> 8,
                        0,
                        height - 1,
                        (height - 1) >> 8,
                        0);
            default -> bytes('n', "o image");
        };
        byte[] image = new byte[head.length + 100];
        for (int i = 0; i < head.length; i++) {
            image[i] = (byte) head[i];
        }
        return Base64.getEncoder().encodeToString(image);
    }

    private static int[] bytes(Object... pieces) {
        return Arrays.stream(pieces)
                .flatMapToInt(piece -> switch (piece) {
                    case String text -> text.chars();
                    case Character letter -> IntStream.of(letter);
                    default -> IntStream.of((Integer) piece);
                })
                .toArray();
    }
}
