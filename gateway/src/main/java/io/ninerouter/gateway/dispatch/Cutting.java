package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.gateway.translate.Cut;
import java.util.Arrays;
import java.util.List;

/**
 * Takes pieces out of a stream that passes, and nothing else. What may still become such a piece waits until that is known,
 * in up to {@value #MOST_HELD} bytes: a longer one goes out as it is. Not thread-safe.
 */
final class Cutting {
    /** An event that tells of the usage alone has less than a kilobyte or two. */
    static final int MOST_HELD = 64 << 10;

    private static final byte[] NOTHING = {};

    /** The stream's bytes from {@link #at} on that have not gone out. */
    private byte[] held = NOTHING;

    private long at;
    /** Whether a cut ended with a CR, whose LF may follow. */
    private boolean halfBreak;

    /**
     * The next bytes.
     *
     * @param bytes stay the caller's of this method
     * @param settled up to where in the stream, these bytes included, it is known what is cut
     * @param cuts in order; none was told before
     * @return what goes out now; passes to the caller of this method
     */
    ByteBuf read(ByteBuf bytes, long settled, List<Cut> cuts) {
        long total = at + held.length + bytes.readableBytes();
        if (held.length == 0 && cuts.isEmpty() && settled == total && !halfBreak) {
            at = total;
            return bytes.retain();
        }
        byte[] all = Arrays.copyOf(held, (int) (total - at));
        bytes.getBytes(bytes.readerIndex(), all, held.length, bytes.readableBytes());
        long until = total - settled > MOST_HELD ? total : Math.max(at, settled);
        return taken(all, until, cuts);
    }

    /** The stream has ended: what still goes out. */
    byte[] end(List<Cut> cuts) {
        ByteBuf last = taken(held, at + held.length, cuts);
        byte[] bytes = new byte[last.readableBytes()];
        last.readBytes(bytes);
        return bytes;
    }

    private ByteBuf taken(byte[] all, long until, List<Cut> cuts) {
        ByteBuf out = Unpooled.buffer((int) (until - at));
        int next = halfBreak && all.length > 0 && all[0] == '\n' ? 1 : 0;
        halfBreak = halfBreak && all.length == 0;
        for (Cut cut : cuts) {
            // What is too long to wait for has gone out by now.
            if (cut.from() >= at) {
                int from = (int) (cut.from() - at);
                int to = (int) (cut.to() - at);
                out.writeBytes(all, next, from - next);
                next = to < all.length && all[to - 1] == '\r' && all[to] == '\n' ? to + 1 : to;
                halfBreak = to == all.length && all[to - 1] == '\r';
            }
        }
        int end = (int) (until - at);
        if (next < end) {
            out.writeBytes(all, next, end - next);
        }
        int kept = Math.max(next, end);
        held = kept == all.length ? NOTHING : Arrays.copyOfRange(all, kept, all.length);
        at += kept;
        return out;
    }
}
