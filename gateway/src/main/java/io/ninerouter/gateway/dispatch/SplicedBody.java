package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.EditLoss;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.RequestFacts;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds an outgoing body out of pieces of the incoming one, without copying what is large. */
final class SplicedBody {
    /** Below this, one copy is cheaper than a gathering write over several pieces. */
    private static final int COPY_BELOW = 4 << 10;
    /** With more pieces too. */
    private static final int GATHERED_AT_MOST = 32;

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
        boolean copies = length < COPY_BELOW || splice.segments().size() > GATHERED_AT_MOST;
        return copies ? copied(body, splice, alloc.buffer((int) length)) : gathered(body, splice, alloc);
    }

    /**
     * The outgoing body.
     *
     * @param body the incoming one; stays the caller's
     * @param facts of it
     * @param model the name to send; null = leave the body's own alone
     * @param losses hears what the edits take
     * @return to be released by the caller
     */
    static ByteBuf of(
            ByteBuf body, RequestFacts facts, @Nullable String model, EditPlan plan, Consumer<EditLoss> losses) {
        BodySplice splice = plan.isEmpty()
                ? BodySplice.of(facts, model)
                : BodySplice.of(facts, new BodyBytes(body), model, plan, losses);
        return of(body, splice, body.alloc());
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
