package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a check of a connection does as time goes by; the time is the channel's, and stands still by itself. */
class LineCheckTest {
    private static final long PATIENCE = 5_000;
    private static final byte PING = 6;
    private static final byte ACK = 1;

    private EmbeddedChannel line;

    @BeforeEach
    void open() {
        line = new EmbeddedChannel(Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings())
                .build());
        line.freezeTime();
        line.writeInbound(frame(4, 0, new byte[0])); // the server's settings
        line.releaseInbound();
        line.releaseOutbound();
        LineCheck.begin(line, PATIENCE);
    }

    @AfterEach
    void close() {
        line.finishAndReleaseAll();
    }

    private void pass(long millis) {
        line.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        line.runScheduledPendingTasks();
    }

    private static ByteBuf frame(int type, int flags, byte[] payload) {
        return Unpooled.buffer()
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(0)
                .writeBytes(payload);
    }

    /** The payloads of the pings that went out. */
    private byte[] ping() {
        byte[] payload = null;
        for (ByteBuf out = line.readOutbound(); out != null; out = line.readOutbound()) {
            if (out.readableBytes() == 17 && out.getByte(3) == PING) {
                assertThat(payload).as("one ping").isNull();
                payload = new byte[8];
                out.getBytes(9, payload);
            }
            out.release();
        }
        return payload;
    }

    @Test
    void silenceEndsTheConnectionWhenPatienceDoes() {
        pass(PATIENCE - 1);
        assertThat(line.isOpen()).isTrue();

        pass(1);
        assertThat(line.isOpen()).isFalse();
    }

    @Test
    void theAnswerToThePingKeepsIt() {
        byte[] asked = ping();
        pass(PATIENCE - 1);
        line.writeInbound(frame(PING, ACK, asked));

        pass(10 * PATIENCE);
        assertThat(line.isOpen()).isTrue();
        assertThat((Object) line.readInbound())
                .as("the answer is nobody else's")
                .isNull();
    }

    @Test
    void whatMayHaveBeenUnderWayBeforeThePingProvesNothing() {
        line.writeInbound(frame(PING, 0, new byte[8]));

        pass(PATIENCE);
        assertThat(line.isOpen()).as("more may come").isTrue();
        pass(PATIENCE);
        assertThat(line.isOpen()).isFalse();
    }

    @Test
    void whatKeepsComingIsWaitedForUntilTheAnswerIsThere() {
        byte[] asked = ping();
        for (int i = 0; i < 5; i++) {
            line.writeInbound(frame(PING, 0, new byte[8]));
            pass(PATIENCE);
            assertThat(line.isOpen()).isTrue();
        }
        line.writeInbound(frame(PING, ACK, asked));

        pass(10 * PATIENCE);
        assertThat(line.isOpen()).isTrue();
    }

    @Test
    void aCheckThatIsUnderWayIsNotBegunAgain() {
        pass(PATIENCE - 1);
        LineCheck.begin(line, PATIENCE);
        assertThat(ping()).isNotNull();

        pass(1);
        assertThat(line.isOpen()).isFalse();
    }

    @Test
    void anotherCanFollow() {
        line.writeInbound(frame(PING, ACK, ping()));
        LineCheck.begin(line, PATIENCE);
        assertThat(ping()).isNotNull();

        pass(PATIENCE);
        assertThat(line.isOpen()).isFalse();
    }
}
