package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.gateway.fake.EventStreams;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of AWS event streams, whole, cut anywhere and damaged. */
class EventStreamParserTest {
    private static final int MAX = 1 << 20;
    /** Made by another program; the wire format's specification has the same checksums. */
    private static final String KNOWN = "0000007c0000005c3bddcf780b3a6576656e742d74797065070016617373697374616e7452"
            + "6573706f6e73654576656e740d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d657373"
            + "6167652d747970650700056576656e747b22636f6e74656e74223a224869227db02babdc";

    private final List<String> seen = new ArrayList<>();
    private final EventStreamParser parser = new EventStreamParser(MAX, this::see);

    private void see(EventStreamMessage message) {
        seen.add((message.isEvent() ? message.text(":event-type") : "!" + message.text(":exception-type")) + " "
                + new String(message.bytes(), message.from(), message.to() - message.from(), StandardCharsets.UTF_8));
    }

    @Test
    void readsAndWritesAKnownMessage() {
        byte[] known = HexFormat.of().parseHex(KNOWN);

        parser.feed(known, 0, known.length);

        assertThat(seen).containsExactly("assistantResponseEvent {\"content\":\"Hi\"}");
        assertThat(parser.finish()).isTrue();
        assertThat(EventStreams.event("assistantResponseEvent", "{\"content\":\"Hi\"}"))
                .isEqualTo(known);
    }

    @Test
    void readsTheSameHoweverTheBytesAreCut() {
        byte[] stream = EventStreams.all(
                EventStreams.event("a", "{\"text\":\"é👩‍👩‍👧\"}"),
                EventStreams.message(new byte[0], new byte[0]),
                EventStreams.event("b", "x".repeat(70_000)),
                EventStreams.event("c", ""),
                EventStreams.exception("throttlingException", "{}"));
        parser.feed(stream, 0, stream.length);
        List<String> whole = List.copyOf(seen);
        assertThat(whole).hasSize(5).last().isEqualTo("!throttlingException {}");
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            seen.clear();
            int most = round == 0 ? 1 : 1 + random.nextInt(round < 100 ? 40 : 90_000);
            for (int from = 0; from < stream.length; ) {
                int to = Math.min(stream.length, from + 1 + random.nextInt(most));
                parser.feed(ByteBuffer.wrap(stream, from, to - from));
                from = to;
            }
            assertThat(seen).isEqualTo(whole);
            assertThat(parser.finish()).isTrue();
        }
    }

    @Test
    void doesNotCopyAMessageThatLiesInOneChunk() {
        byte[] stream = EventStreams.all(EventStreams.event("a", "{}"), EventStreams.event("b", "{}"));
        List<byte[]> shown = new ArrayList<>();

        new EventStreamParser(MAX, message -> shown.add(message.bytes())).feed(stream, 0, stream.length);

        assertThat(shown).hasSize(2).allSatisfy(bytes -> assertThat(bytes).isSameAs(stream));
    }

    @Test
    void passesOverHeadersOfEveryType() {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        int[] sizes = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
        for (int type = 0; type < sizes.length; type++) {
            EventStreams.header(headers, "of-" + type, type);
            if (sizes[type] < 0) {
                headers.writeBytes(new byte[] {0, 2, 'o', 'k'});
            } else {
                headers.writeBytes(new byte[sizes[type]]);
            }
        }
        headers.writeBytes(EventStreams.texts(Map.of(":event-type", "last")));
        byte[] message = EventStreams.message(headers.toByteArray(), new byte[] {'p'});
        List<String> texts = new ArrayList<>();

        new EventStreamParser(MAX, told -> {
                    texts.add(told.text(":event-type"));
                    texts.add(told.text("of-7"));
                    texts.add(told.text("of-6"));
                    texts.add(told.text("missing"));
                })
                .feed(message, 0, message.length);

        assertThat(texts).containsExactly("last", "ok", null, null);
    }

    @Test
    void tellsThatItEndedWithinAMessage() {
        byte[] message = EventStreams.event("a", "{}");
        for (int end = 1; end < message.length; end++) {
            parser.feed(message, 0, end);
            assertThat(parser.finish()).as("cut at %s", end).isFalse();
        }
        assertThat(seen).isEmpty();
    }

    static Stream<Arguments> damages() {
        byte[] good = EventStreams.event("a", "{\"content\":\"Hi\"}");
        return Stream.of(
                Arguments.of("a length", flipped(good, 3), "checksum of a prelude"),
                Arguments.of("the checksum of the length", flipped(good, 9), "checksum of a prelude"),
                Arguments.of("a header", flipped(good, 14), "checksum of a message"),
                Arguments.of("the payload", flipped(good, good.length - 6), "checksum of a message"),
                Arguments.of("the checksum", flipped(good, good.length - 1), "checksum of a message"),
                Arguments.of("too short", prelude(15, 0), "a message of 15 bytes (expected: 16 to 1048576)"),
                Arguments.of("too long", prelude(MAX + 1, 0), "a message of 1048577 bytes (expected: 16 to 1048576)"),
                Arguments.of("negative", prelude(-1, 0), "a message of 4294967295 bytes (expected: 16 to 1048576)"),
                Arguments.of(
                        "headers too long",
                        prelude(20, 5),
                        "headers of 5 bytes in a message of 20 (expected: at most 4)"),
                Arguments.of(
                        "a header of no type",
                        EventStreams.message(new byte[] {1, 'a', 10}, new byte[0]),
                        "a header of type 10 (expected: 0 to 9)"),
                Arguments.of(
                        "a name that is longer than the headers",
                        EventStreams.message(new byte[] {9, 'a', 7}, new byte[9]),
                        "a header is longer than the headers"),
                Arguments.of(
                        "a text that is longer than the headers",
                        EventStreams.message(new byte[] {1, 'a', 7, 0, 9, 'x'}, new byte[9]),
                        "a header is longer than the headers"),
                Arguments.of(
                        "a text without its length",
                        EventStreams.message(new byte[] {1, 'a', 7, 0}, new byte[9]),
                        "a header is longer than the headers"),
                Arguments.of(
                        "HTML", "<html>service unavailable".getBytes(StandardCharsets.UTF_8), "checksum of a prelude"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void refusesWhatIsDamaged(String name, byte[] bytes, String said) {
        assertThatThrownBy(() -> parser.feed(bytes, 0, bytes.length))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("(expected: ");
        EventStreamParser dripped = new EventStreamParser(MAX, this::see);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < bytes.length; i++) {
                        dripped.feed(bytes, i, i + 1);
                    }
                })
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining(said);
        assertThat(seen).isEmpty();
    }

    /** No byte can change unseen: that is what the checksums are for. */
    @Test
    void noticesEveryDamagedBit() {
        byte[] good = EventStreams.event("a", "{\"content\":\"Hi\"}");
        for (int at = 0; at < good.length; at++) {
            byte[] bad = flipped(good, at);
            assertThatThrownBy(() -> new EventStreamParser(MAX, this::see).feed(bad, 0, bad.length))
                    .as("byte %s", at)
                    .isInstanceOf(MalformedFrameException.class);
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= 1;
        return damaged;
    }

    private static byte[] prelude(int total, int headers) {
        ByteBuffer out = ByteBuffer.allocate(12).putInt(total).putInt(headers);
        return Arrays.copyOf(out.putInt(EventStreams.checksum(out.array(), 8)).array(), 12);
    }
}
