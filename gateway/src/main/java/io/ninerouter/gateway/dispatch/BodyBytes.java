package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ninerouter.gateway.frame.ByteSink;
import io.ninerouter.gateway.frame.ByteSource;

/**
 * The readable bytes of a buffer, counted from the first.
 *
 * @param buffer stays its owner's; valid as long as that holds it
 */
record BodyBytes(ByteBuf buffer) implements ByteSource {
    @Override
    public byte at(int index) {
        return buffer.getByte(buffer.readerIndex() + index);
    }

    @Override
    public byte[] copy(int from, int to) {
        return ByteBufUtil.getBytes(buffer, buffer.readerIndex() + from, to - from, true);
    }

    @Override
    public void feed(int from, int to, ByteSink sink) {
        ByteFeed.feed(buffer.slice(buffer.readerIndex() + from, to - from), sink);
    }
}
