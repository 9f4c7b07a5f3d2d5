package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.RequestScanner;

/** Builds an outgoing body out of pieces of the incoming one, without copying what is large. */
final class SplicedBody {
    /** Below this, one copy is cheaper than a gathering write over several pieces. */
    private static final int COPY_BELOW = 4 << 10;

    private SplicedBody() {}

    /**
     * The outgoing body.
     *
     * @param body the incoming one; stays the caller's
     * @return to be released by the caller
     */
    static ByteBuf of(ByteBuf body, BodySplice splice, ByteBufAllocator alloc) {
        if (splice.unchanged()) {
            return body.retainedSlice();
        }
        long length = splice.length();
        return length < COPY_BELOW ? copied(body, splice, alloc.buffer((int) length)) : gathered(body, splice, alloc);
    }

    /**
     * A body of our own with a provider's edits.
     *
     * @return to be released by the caller
     */
    static ByteBuf of(byte[] body, BodyEdits edits, ByteBufAllocator alloc) {
        ByteBuf plain = Unpooled.wrappedBuffer(body);
        if (edits.isEmpty()) {
            return plain;
        }
        RequestScanner scanner = new RequestScanner();
        scanner.feed(body, 0, body.length);
        ByteBuf edited = of(plain, BodySplice.of(scanner.finish(), null, edits), alloc);
        plain.release();
        return edited;
    }

    private static ByteBuf copied(ByteBuf body, BodySplice splice, ByteBuf out) {
        for (BodySplice.Segment segment : splice.segments()) {
            switch (segment) {
                case BodySplice.Kept kept -> out.writeBytes(body, body.readerIndex() + kept.from(), kept.length());
                case BodySplice.Written written ->
                    out.writeBytes(written.bytes().duplicate());
            }
        }
        return out;
    }

    private static ByteBuf gathered(ByteBuf body, BodySplice splice, ByteBufAllocator alloc) {
        CompositeByteBuf out =
                alloc.compositeBuffer(Math.max(2, splice.segments().size()));
        for (BodySplice.Segment segment : splice.segments()) {
            ByteBuf piece = switch (segment) {
                case BodySplice.Kept kept -> body.retainedSlice(body.readerIndex() + kept.from(), kept.length());
                case BodySplice.Written written ->
                    alloc.directBuffer(written.length())
                            .writeBytes(written.bytes().duplicate());
            };
            out.addComponent(true, piece);
        }
        return out;
    }
}
