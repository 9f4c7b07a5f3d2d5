package io.ninerouter.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.recorded.Cuts;
import io.ninerouter.gateway.recorded.Recordings;
import io.ninerouter.gateway.recorded.Recordings.Answer;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.PassThroughPipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What nobody but us asked for does not go out; every other byte does. */
class CuttingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EVENT = Pattern.compile("(?:[^\\r\\n]+(?:\\r\\n|\\r|\\n))+(?:\\r\\n|\\r|\\n)");
    private static final String CHUNK =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}],\"usage\":null}";
    private static final String BOTH =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3}}";
    private static final String USAGE =
            "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void everyRecordedStreamLosesItsUsageChunkAndNothingElse(Cuts cuts) {
        List<Answer> streams = Recordings.answers(Dialect.OPENAI_CHAT).stream()
                .filter(Answer::events)
                .toList();
        int lost = 0;
        for (Answer answer : streams) {
            String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
            String expected = withoutUsage(body);
            assertThat(passed(body, cuts)).as(answer.name()).isEqualTo(expected);
            lost += expected.length() < body.length() ? 1 : 0;
        }
        assertThat(streams).hasSizeGreaterThan(25);
        assertThat(lost).isBetween(12, streams.size() - 5);
    }

    /** Said otherwise than the pipe does it: the whole text at once, with another parser. */
    private static String withoutUsage(String stream) {
        StringBuilder left = new StringBuilder();
        Matcher events = EVENT.matcher(stream);
        int at = 0;
        while (events.find()) {
            left.append(stream, at, events.start());
            at = events.end();
            left.append(isUsageAlone(events.group()) ? "" : events.group());
        }
        return left.append(stream.substring(at)).toString();
    }

    private static boolean isUsageAlone(String event) {
        try {
            String text = event.strip();
            JsonNode chunk = text.startsWith("data:") ? JSON.readTree(text.substring(5)) : JSON.nullNode();
            return chunk.path("choices").isEmpty() && !chunk.path("usage").isEmpty() && !chunk.has("error");
        } catch (IOException e) {
            return false;
        }
    }

    /** N = LF, R = CR; C a chunk, B one with a choice and usage, U the usage alone, D the end. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            between chunks                    | CNNUNNDNN       | CNNDNN
            CRLF                              | CRNRNURNRNDRNRN | CRNRNDRNRN
            CR alone                          | CRRURRDRR       | CRRDRR
            more than once                    | CNNUNNUNNDNN    | CNNDNN
            at the very end                   | CNNUNN          | CNN
            at the very end with CRLF         | CRNRNURNRN      | CRNRN
            without its blank line            | CNNUN           | CNN
            without an end of line            | CNNU            | CNN
            at the beginning                  | UNNCNNDNN       | CNNDNN
            with a choice                     | CNNBNNDNN       | CNNBNNDNN
            both                              | CNNBNNUNNDNN    | CNNBNNDNN
            none                              | CNNDNN          | CNNDNN
            cut within a chunk                | CNNC            | CNNC
            nothing at all                    | NN              | NN
            """)
    void whatIsCutIsTheEventWithItsBlankLine(String name, String stream, String expected) {
        for (Cuts cuts : Cuts.values()) {
            assertThat(passed(text(stream), cuts)).as(name + " " + cuts).isEqualTo(text(expected));
        }
    }

    private static String text(String pattern) {
        return pattern.chars()
                .mapToObj(c -> switch (c) {
                    case 'C' -> CHUNK;
                    case 'B' -> BOTH;
                    case 'U' -> USAGE;
                    case 'D' -> "data: [DONE]";
                    case 'R' -> "\r";
                    default -> "\n";
                })
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void anEventIsWaitedForUpToABoundAndStaysWhole(Cuts cuts) {
        String large = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + "x".repeat(3 * Cutting.MOST_HELD)
                + "\"}}]}\n\n";
        String body = large + text("UNN") + large + text("DNN");
        PassThroughPipe pipe = new PassThroughPipe(Dialect.OPENAI_CHAT, Framing.SSE);
        Cutting cutting = new Cutting();
        long in = 0;
        long out = 0;
        for (ByteBuffer chunk : cuts.of(body.getBytes(StandardCharsets.ISO_8859_1))) {
            in += chunk.remaining();
            out += read(pipe, cutting, chunk).length;
            assertThat(in - out)
                    .isLessThanOrEqualTo(Cutting.MOST_HELD + text("UNN").length());
        }
        assertThat(passed(body, cuts)).isEqualTo(large + large + text("DNN"));
    }

    private static String passed(String body, Cuts cuts) {
        PassThroughPipe pipe = new PassThroughPipe(Dialect.OPENAI_CHAT, Framing.SSE);
        Cutting cutting = new Cutting();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer chunk : cuts.of(body.getBytes(StandardCharsets.ISO_8859_1))) {
            out.writeBytes(read(pipe, cutting, chunk));
        }
        pipe.end();
        out.writeBytes(cutting.end(pipe.takeUsageAlone()));
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] read(PassThroughPipe pipe, Cutting cutting, ByteBuffer chunk) {
        pipe.feed(chunk);
        ByteBuf bytes = Unpooled.wrappedBuffer(chunk);
        ByteBuf passed = cutting.read(bytes, pipe.settled(), pipe.takeUsageAlone());
        bytes.release();
        byte[] out = new byte[passed.readableBytes()];
        passed.readBytes(out);
        passed.release();
        return out;
    }
}
