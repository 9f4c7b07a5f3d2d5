package io.ninerouter.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The beginning of a body. */
class ExcerptTest {
    private final Excerpt excerpt = new Excerpt();

    @Test
    void holdsAllOfAShortBodyHoweverItComesAndReadsNothingAway() {
        ByteBuf bytes = Unpooled.copiedBuffer("grüße", StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.readableBytes(); i++) {
            excerpt.take(bytes.slice(i, 1));
        }
        assertThat(excerpt.text()).isEqualTo("grüße");
        assertThat(excerpt.isCut()).isFalse();
        assertThat(bytes.readableBytes()).isEqualTo(7);
    }

    @Test
    void holdsTheBeginningOfALongOne() {
        IntStream.range(0, 100)
                .forEach(i -> excerpt.take(Unpooled.copiedBuffer("x".repeat(100), StandardCharsets.UTF_8)));
        assertThat(excerpt.text()).isEqualTo("x".repeat(Excerpt.MOST));
        assertThat(excerpt.isCut()).isTrue();
        assertThat(excerpt.total()).isEqualTo(10_000);
    }
}
