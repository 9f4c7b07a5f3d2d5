package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A request of 6 MiB of pictures in every pair of dialects: the pictures are copied into the new body and nowhere else. */
class LargeRequestTest {
    /** What is bounded is a part of the body, or far below a picture: more of it would show nothing else. */
    private static final int PICTURE_BYTES = 2 << 20;

    /**
     * Of the body: the new body in a buffer with an eighth of room, and once more cut to its length. A text of the base64, or
     * its bytes decoded, would make it more.
     */
    private static final double MOST_ALLOCATED = 2.3;

    static Stream<Arguments> pairs() {
        return LongAnswerTest.pairs();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void picturesAreCopiedOnce(Dialect client, Dialect provider) {
        // The first one of a kind loads classes, which is allocated too.
        byte[] small = LargeBodies.request(client, "m", 100);
        ChatRequest first = Codecs.TRANSLATION.decode(client, Utf8.slice(small, 0, small.length));
        Codecs.TRANSLATION.encode(Decoding.exchange(provider, first, "model-1"), small.length);

        byte[] body = LargeBodies.request(client, "m", PICTURE_BYTES);
        Utf8 text = Utf8.slice(body, 0, body.length);
        long before = Allocated.bytes();
        ChatRequest request = Codecs.TRANSLATION.decode(client, text);
        long decoded = Allocated.bytes() - before;
        Exchange exchange = Decoding.exchange(provider, request, "model-1");
        byte[] made = Codecs.TRANSLATION.encode(exchange, body.length);
        long allocated = Allocated.bytes() - before;

        assertThat(decoded).as("allocated by decoding").isLessThan(1 << 20);
        assertThat(allocated / (double) body.length).as("allocated, in bodies").isBetween(1.0, MOST_ALLOCATED);
        assertThat(made).hasSizeGreaterThan(body.length - 4_096);
        String written = new String(made, StandardCharsets.US_ASCII);
        int at = 0;
        for (int i = 0; i < LargeBodies.pictures(); i++) {
            at = written.indexOf(LargeBodies.ending(i) + "\"", at);
            assertThat(at).as("picture %d", i).isPositive();
        }
    }
}
