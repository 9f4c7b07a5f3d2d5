package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Buffers that wait, in order, each owned by this. Not thread-safe. */
final class Held {
    private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>(4);
    private int bytes;

    /** Takes a buffer over. */
    void add(ByteBuf buffer) {
        buffers.add(buffer);
        bytes += buffer.readableBytes();
    }

    /** The next buffer, which passes to the caller; null when none waits. */
    @Nullable
    ByteBuf poll() {
        ByteBuf next = buffers.poll();
        if (next != null) {
            bytes -= next.readableBytes();
        }
        return next;
    }

    /** Bytes that wait. */
    int bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** All that waits as one buffer, which passes to the caller. */
    ByteBuf takeAll(ByteBufAllocator alloc) {
        bytes = 0;
        if (buffers.size() <= 1) {
            ByteBuf only = buffers.poll();
            return only == null ? Unpooled.EMPTY_BUFFER : only;
        }
        CompositeByteBuf all = alloc.compositeBuffer(buffers.size());
        for (ByteBuf next = buffers.poll(); next != null; next = buffers.poll()) {
            all.addComponent(true, next);
        }
        return all;
    }

    /** Lets go of everything. */
    void release() {
        bytes = 0;
        for (ByteBuf next = buffers.poll(); next != null; next = buffers.poll()) {
            next.release();
        }
    }
}
