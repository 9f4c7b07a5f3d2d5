package io.ninerouter.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {
    private static final String MESSAGES = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            + "HTTP/1.1 204 No Content\r\nx: y\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\na\n\n\r\nA;x=1\r\nb\r\n\r\n45678\r\n0\r\ntrailer: 1\r\n\r\n"
            + "POST / HTTP/1.1\nCONTENT-LENGTH: 0\n\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void findsTheSameMessagesHoweverTheBytesAreCut(int size) {
        Heard heard = new Heard();
        HttpReader reader = new HttpReader(heard);
        byte[] bytes = MESSAGES.getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < bytes.length; from += size) {
            ByteBuf part = Unpooled.wrappedBuffer(bytes, from, Math.min(size, bytes.length - from));
            reader.read(part);
            assertThat(part.isReadable()).isFalse();
        }

        assertThat(heard.messages)
                .containsExactly(
                        "HTTP/1.1 200 OK: hello",
                        "HTTP/1.1 204 No Content: ",
                        "HTTP/1.1 200 OK: a\n\nb\r\n\r\n45678",
                        "POST / HTTP/1.1: ");
        assertThat(heard.headers)
                .containsExactly("Content-Length: 5", "x: y", "Transfer-Encoding: chunked", "CONTENT-LENGTH: 0");
        // "a\n\n" and "b\r\n\r\n".
        assertThat(heard.counter.take()).isEqualTo(2);
    }

    @Test
    void refusesALineWithoutAnEnd() {
        HttpReader reader = new HttpReader(new Heard());

        assertThatThrownBy(() -> reader.read(Unpooled.wrappedBuffer(new byte[70_000])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: at most that)");
    }

    @Test
    void countsNoEventTwiceAndNoneForASingleEndOfLine() {
        EventCounter counter = new EventCounter();
        for (String part : List.of("data: 1\n", "\nda", "ta: 2\r", "\n\r", "\n", "data: 3\n")) {
            ByteBuf buffer = Unpooled.copiedBuffer(part, StandardCharsets.US_ASCII);
            counter.read(buffer, 0, buffer.readableBytes());
        }

        assertThat(counter.take()).isEqualTo(2);
        assertThat(counter.take()).isZero();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "': keep-alive..', 0",
        "'data: 1..: keep-alive..data: 2..', 2",
        "': why.data: 1..', 1",
        "'event: ping.data: {}..', 0",
        "'event: pinged.data: {}..', 1",
        "'event: pin.data: {}..', 1",
        "'data: event: ping..', 1",
        "'event: ping.data: {}..data: 1..', 1",
        "'....', 0",
    })
    void takesNoSignOfLifeForAnEvent(String dots, int expected) {
        byte[] bytes = dots.replace('.', '\n').getBytes(StandardCharsets.US_ASCII);
        for (int size = 1; size <= bytes.length; size++) {
            EventCounter counter = new EventCounter();
            for (int from = 0; from < bytes.length; from += size) {
                counter.read(Unpooled.wrappedBuffer(bytes), from, Math.min(size, bytes.length - from));
            }

            assertThat(counter.take()).isEqualTo(expected);
        }
    }

    private static final class Heard implements HttpReader.Listener {
        private final List<String> messages = new ArrayList<>();
        private final List<String> headers = new ArrayList<>();
        private final EventCounter counter = new EventCounter();
        private final StringBuilder message = new StringBuilder();

        @Override
        public void started(String line) {
            message.append(line).append(": ");
        }

        @Override
        public void header(String line) {
            headers.add(line);
        }

        @Override
        public void body(ByteBuf buffer, int index, int length) {
            message.append(buffer.toString(index, length, StandardCharsets.US_ASCII));
            counter.read(buffer, index, length);
        }

        @Override
        public void ended() {
            messages.add(message.toString());
            message.setLength(0);
        }
    }
}
