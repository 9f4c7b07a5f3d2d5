package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.gateway.fake.Connect;
import io.ninerouter.gateway.recorded.Cuts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectParserTest {
    private static final int MOST = 1 << 16;

    private final List<String> told = new ArrayList<>();

    private ConnectParser parser(int most) {
        return new ConnectParser(
                most,
                (name, data, from, to) ->
                        told.add(name + "=" + new String(data, from, to - from, StandardCharsets.ISO_8859_1)));
    }

    /** Hex of a stream; messages are name=data. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0000000003616263                     | false | =abc
        0000000003010203                     | false | '=\1\2\3'
        00000000026869 0000000000            | false | =hi,=
        00000000026869 02000000027b7d        | true  | =hi,end-of-stream={}
        02000000027b7d 00000000026869        | true  | end-of-stream={}
        0200000000                           | true  | end-of-stream=
        000000000268                         | false |
        00000000                             | false |
        """)
    void readsMessagesHoweverTheyAreCut(String hex, boolean ended, String messages) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (Cuts cuts : Cuts.values()) {
            assertThat(parse(parser(MOST), cuts.of(bytes))).as("%s", cuts).isEqualTo(ended);
            assertThat(String.join(",", told)).as("%s", cuts).isEqualTo(messages == null ? "" : messages);
            told.clear();
        }
    }

    /** Law: what was framed is what is told, packed or not, in whatever pieces it comes. */
    @Test
    void tellsWhatWasFramed() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            List<String> framed = new ArrayList<>();
            int messages = random.nextInt(6);
            for (int i = 0; i <= messages; i++) {
                byte[] message = new byte[random.nextInt(random.nextBoolean() ? 8 : 5_000)];
                random.nextBytes(message);
                boolean last = i == messages;
                stream.writeBytes(Connect.frame((last ? 2 : 0) | random.nextInt(2), message));
                framed.add(
                        (last ? ConnectParser.TRAILER : "") + "=" + new String(message, StandardCharsets.ISO_8859_1));
            }
            assertThat(parse(parser(MOST), pieces(stream.toByteArray(), random)))
                    .isTrue();
            assertThat(told).isEqualTo(framed);
            told.clear();
        }
    }

    @Test
    void aStreamWithoutItsLastMessageWasCut() {
        byte[] stream = Connect.stream(Connect.frame(0, new byte[20]), Connect.end("{}"));
        for (int end = 0; end < stream.length; end++) {
            assertThat(parse(parser(MOST), List.of(ByteBuffer.wrap(stream, 0, end))))
                    .as("cut at %s", end)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0400000000",
                "8000000000",
                "ff00000000",
                "0100000003010203",
                "0000010001",
                "00ffffffff",
                "0080000000"
            })
    void refusesWhatIsNoMessage(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> parser(MOST).feed(bytes, 0, bytes.length))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected");
        ConnectParser slowly = parser(MOST);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < bytes.length; i++) {
                        slowly.feed(bytes, i, i + 1);
                    }
                })
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void boundsAMessagePackedAndUnpacked() {
        byte[] bomb = Connect.frame(1, new byte[MOST + 1]);
        assertThat(bomb.length).isLessThan(MOST / 100);
        assertThatThrownBy(() -> parser(MOST).feed(bomb, 0, bomb.length))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("when unpacked");
        byte[] fits = Connect.frame(1, new byte[MOST]);
        parser(MOST).feed(fits, 0, fits.length);
        assertThat(told).hasSize(1);
    }

    /** A head alone must not cost what it announces. */
    @Test
    void makesRoomForWhatHasCome() {
        ConnectParser parser = parser(Integer.MAX_VALUE);
        byte[] head = {0, 0x7f, -1, -1, -16, 1};
        parser.feed(head, 0, head.length);
        assertThat(parser.finish()).isFalse();
    }

    private static boolean parse(ConnectParser parser, List<ByteBuffer> chunks) {
        chunks.forEach(parser::feed);
        return parser.finish();
    }

    private static List<ByteBuffer> pieces(byte[] bytes, Random random) {
        List<ByteBuffer> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 6 : 3_000));
            pieces.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        return pieces;
    }
}
