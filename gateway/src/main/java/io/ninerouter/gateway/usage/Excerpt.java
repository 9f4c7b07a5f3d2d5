package io.ninerouter.gateway.usage;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The beginning of a body, for a log that shows bodies. Holds what callers and providers have said: only for eyes that may see
 * it. Filled on one event loop; may be read by another thread once the body is complete.
 */
public final class Excerpt {
    /** Most bytes that are kept. */
    public static final int MOST = 8 << 10;

    private byte[] kept = {};
    private int length;
    private long total;

    /** The next bytes of the body; they are only read. */
    public void take(ByteBuf bytes) {
        int more = Math.min(bytes.readableBytes(), MOST - length);
        if (more > 0) {
            if (length + more > kept.length) {
                kept = Arrays.copyOf(kept, Math.min(MOST, Math.max(length + more, 2 * kept.length)));
            }
            bytes.getBytes(bytes.readerIndex(), kept, length, more);
            length += more;
        }
        total += bytes.readableBytes();
    }

    /** Bytes of the whole body. */
    public long total() {
        return total;
    }

    /** Whether there is more than is kept. */
    public boolean isCut() {
        return total > length;
    }

    /** What is kept, as UTF-8; a character that was cut in the middle is left as U+FFFD. */
    public String text() {
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }
}
