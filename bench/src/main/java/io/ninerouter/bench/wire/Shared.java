package io.ninerouter.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that are made once and written many times. */
public final class Shared {
    private Shared() {}

    /**
     * An ASCII text as a buffer outside the heap that no release frees; the collector does when nobody knows it any more.
     * Write a {@link ByteBuf#duplicate()} of it.
     */
    public static ByteBuf ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct));
    }
}
