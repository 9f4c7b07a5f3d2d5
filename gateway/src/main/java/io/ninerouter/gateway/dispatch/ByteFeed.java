package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.ninerouter.gateway.frame.ByteSink;

/** Shows a buffer to a reader of arrays: through one small array a thread, so that nothing is allocated for it. */
public final class ByteFeed {
    private static final int STEP = 8 << 10;
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[STEP];
        }
    };

    private ByteFeed() {}

    /** Feeds all readable bytes; the buffer stays as it is. */
    public static void feed(ByteBuf bytes, ByteSink sink) {
        int from = bytes.readerIndex();
        int end = bytes.writerIndex();
        if (bytes.hasArray()) {
            sink.feed(bytes.array(), bytes.arrayOffset() + from, bytes.arrayOffset() + end);
            return;
        }
        byte[] scratch = SCRATCH.get();
        for (int length; from < end; from += length) {
            length = Math.min(STEP, end - from);
            bytes.getBytes(from, scratch, 0, length);
            sink.feed(scratch, 0, length);
        }
    }
}
