package io.ninerouter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.bench.Scenario;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTest {
    private static final String LONG = "0123456789".repeat(131) + "end";

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 399, 400, 401, 1_000, 5_000})
    void keepsTheLastBytesHoweverTheyAreCut(int size) {
        Received received = new Received(Scenario.PACED);
        for (int from = 0; from < LONG.length(); from += size) {
            feed(received, LONG.substring(from, Math.min(LONG.length(), from + size)));
        }

        assertThat(received.tail()).isEqualTo(LONG.substring(LONG.length() - 400));
    }

    @Test
    void tellsHowMuchOfAStreamHasCome() {
        Received received = new Received(Scenario.STREAM);
        received.status("HTTP/1.1 200 OK");
        received.header("X-Request-Id: req-7");
        int first = feed(received, "data: 1\n\ndata: 2\n");
        int second = feed(received, "\nevent: error\ndata: 3");

        assertThat(first).isEqualTo(1);
        assertThat(second).isEqualTo(1);
        assertThat(received.requestId()).isEqualTo("req-7");
        assertThat(received.isWhole()).isFalse();
        assertThat(received.told(1_234))
                .startsWith("HTTP/1.1 200 OK, 2 events, after 1,234 ms, ending in: ")
                .endsWith("event: error\ndata: 3");
    }

    @Test
    void forgetsTheAnswerBefore() {
        Received received = new Received(Scenario.PACED);
        received.status("HTTP/1.1 502 Bad Gateway");
        received.header("x-request-id: req-7");
        feed(received, "{}");
        received.reset();

        assertThat(received.requestId()).isEmpty();
        assertThat(received.told(0)).isEqualTo("nothing, after 0 ms, ending in: ");
    }

    private static int feed(Received received, String text) {
        ByteBuf buffer = Unpooled.copiedBuffer(">>" + text + "<<", StandardCharsets.US_ASCII);
        try {
            return received.body(buffer, 2, text.length());
        } finally {
            buffer.release();
        }
    }
}
