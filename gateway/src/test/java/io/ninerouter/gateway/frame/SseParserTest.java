package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.gateway.recorded.Cuts;
import io.ninerouter.gateway.recorded.Recordings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SseParserTest {

    /** In the table, ⏎ is LF, ␍ is CR; events are name=data. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        data: x⏎⏎                                  | =x
        data: x␍⏎␍⏎                                | =x
        data: x␍␍                                  | =x
        data:x⏎⏎                                   | =x
        data:  x⏎⏎                                 | = x
        data⏎⏎                                     | =
        event: e⏎data: x⏎⏎                         | e=x
        data: x⏎event: e⏎⏎                         | e=x
        event: e⏎⏎data: x⏎⏎                        | e=,=x
        data: x⏎data: y⏎data:⏎⏎                    | =x~y~
        data: x␍⏎data: y⏎data: z␍␍                 | =x~y~z
        : comment⏎data: x⏎: another⏎⏎              | =x
        : comment⏎⏎data: x⏎⏎                       | =x
        id: 7⏎retry: 10⏎⏎data: x⏎⏎                 | =x
        other: y⏎data: x⏎⏎                         | =x
        Data: y⏎data : y⏎data: x⏎⏎                 | =x
        ⏎⏎⏎data: x⏎⏎⏎⏎data: y⏎⏎                    | =x,=y
        data: héllo 日本 😀⏎⏎                       | =héllo 日本 😀
        event: a⏎data: x⏎⏎data: y⏎⏎event: a⏎data: z⏎⏎ | a=x,=y,a=z
        """)
    void readsEventsHoweverTheyAreCut(String stream, String events) {
        byte[] bytes = stream.replace('⏎', '\n').replace('␍', '\r').getBytes(StandardCharsets.UTF_8);
        for (Cuts cuts : Cuts.values()) {
            Parsed parsed = parse(bytes, cuts);
            assertThat(String.join(",", parsed.events)).as("%s", cuts).isEqualTo(events);
            assertThat(parsed.clean).isTrue();
        }
        for (int cut = 0; cut <= bytes.length; cut++) {
            Parsed parsed =
                    parse(List.of(ByteBuffer.wrap(bytes, 0, cut), ByteBuffer.wrap(bytes, cut, bytes.length - cut)));
            assertThat(String.join(",", parsed.events)).as("cut at %s", cut).isEqualTo(events);
        }
    }

    @Test
    void skipsAByteOrderMarkAtTheStartOnly() {
        byte[] bytes = "\uFEFFdata: x\n\n\uFEFFdata: y\n\n".getBytes(StandardCharsets.UTF_8);
        byte[] half = {
            (byte) 0xEF, (byte) 0xBB, 'd', 'a', 't', 'a', ':', 'x', '\n', 'd', 'a', 't', 'a', ':', 'y', '\n', '\n'
        };
        for (Cuts cuts : Cuts.values()) {
            assertThat(parse(bytes, cuts).events).containsExactly("=x");
            assertThat(parse(half, cuts).events).containsExactly("=y");
        }
    }

    @Test
    void tellsOfAnEventThatLacksItsBlankLine() {
        for (String open : List.of("data: x", "data: x\n", "data: x\r\n")) {
            for (Cuts cuts : Cuts.values()) {
                Parsed parsed = parse(open.getBytes(StandardCharsets.UTF_8), cuts);
                assertThat(parsed.events).containsExactly("=x");
                assertThat(parsed.clean).isFalse();
            }
        }
    }

    @Test
    void handsOverIdAndRetry() {
        List<String> seen = new ArrayList<>();
        SseParser parser = new SseParser(100, event -> seen.add(event.id() + " " + event.retryMillis()));
        parser.feed(ByteBuffer.wrap(bytes("id: 7\nretry: 250\ndata: x\n\ndata: y\nretry: soon\n\n")));
        assertThat(seen).containsExactly("7 250", "null -1");
    }

    @Test
    void knowsWhetherItStandsBetweenEvents() {
        SseParser parser = new SseParser(100, event -> {});
        assertThat(parser.betweenEvents()).isTrue();
        parser.feed(ByteBuffer.wrap(bytes("data: x")));
        assertThat(parser.betweenEvents()).isFalse();
        parser.feed(ByteBuffer.wrap(bytes("\n")));
        assertThat(parser.betweenEvents()).isFalse();
        parser.feed(ByteBuffer.wrap(bytes("\n")));
        assertThat(parser.betweenEvents()).isTrue();
        parser.feed(ByteBuffer.wrap(bytes(": ping")));
        assertThat(parser.betweenEvents()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void boundsAnEvent(Cuts cuts) {
        byte[] fits = bytes("data: " + "x".repeat(90) + "\n\n");
        byte[] open = bytes("data: " + "x".repeat(200));
        byte[] lines = bytes("data: x\n".repeat(50));
        assertThat(parse(fits, cuts).events).hasSize(1);
        for (byte[] tooLong : List.of(open, lines)) {
            assertThatThrownBy(() -> parse(tooLong, cuts))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageMatching("event stream: an event of \\d+ bytes or more \\(expected: at most 100\\)");
        }
    }

    @Test
    void doesNotHoldCommentsAndBlankLines() {
        SseParser parser = new SseParser(100, event -> {});
        for (int i = 0; i < 1_000; i++) {
            parser.feed(ByteBuffer.wrap(bytes(": keep-alive\n\n")));
            parser.feed(ByteBuffer.wrap(bytes(": keep-alive\r")));
        }
        assertThat(parser.finish()).isTrue();
    }

    /** A parser that is too simple to be wrong: whole lines of a whole text. */
    @Test
    void readsRecordedAndRandomStreamsAsASimpleParserDoes() {
        List<byte[]> streams = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            streams.add(randomStream(random));
        }
        for (Recordings.Answer answer : Recordings.answers()) {
            if (answer.events()) {
                streams.add(answer.body());
            }
        }
        for (byte[] stream : streams) {
            List<String> expected = simple(new String(stream, StandardCharsets.UTF_8));
            for (Cuts cuts : Cuts.values()) {
                assertThat(parse(stream, cuts, 1 << 20).events).as("%s", cuts).isEqualTo(expected);
            }
        }
    }

    private static byte[] randomStream(Random random) {
        String[] pieces = {
            "data: ", "data:", "event: e", "event:", ": c", "id: 1", "\n", "\r\n", "\r", "\n\n", "x", "é", "😀", " "
        };
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            stream.append(pieces[random.nextInt(pieces.length)]);
        }
        return bytes(stream.toString());
    }

    private static List<String> simple(String text) {
        List<String> events = new ArrayList<>();
        String name = null;
        List<String> data = new ArrayList<>();
        for (String line : (text + "\n\n").split("\r\n|\n|\r", -1)) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            if (line.isEmpty() && (name != null || !data.isEmpty())) {
                events.add((name == null ? "" : name) + "=" + String.join("~", data));
                name = null;
                data.clear();
            } else if (field.equals("data")) {
                data.add(value);
            } else if (field.equals("event")) {
                name = value;
            }
        }
        return events;
    }

    private static Parsed parse(byte[] bytes, Cuts cuts) {
        return parse(bytes, cuts, 100);
    }

    private static Parsed parse(byte[] bytes, Cuts cuts, int maxFrame) {
        return parse(cuts.of(bytes), maxFrame);
    }

    private static Parsed parse(List<ByteBuffer> chunks) {
        return parse(chunks, 100);
    }

    private static Parsed parse(List<ByteBuffer> chunks, int maxFrame) {
        List<String> events = new ArrayList<>();
        SseParser parser = new SseParser(
                maxFrame, event -> events.add(event.name() + "=" + event.data().replace('\n', '~')));
        chunks.forEach(parser::feed);
        return new Parsed(events, parser.finish());
    }

    private static byte[] bytes(@Nullable String text) {
        return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
    }

    private record Parsed(List<String> events, boolean clean) {}
}
