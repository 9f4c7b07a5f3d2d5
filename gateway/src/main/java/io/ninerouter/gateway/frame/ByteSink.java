package io.ninerouter.gateway.frame;

import java.nio.ByteBuffer;

/** Takes bytes that are cut anywhere. */
public interface ByteSink {

    /**
     * The next bytes: {@code from} (inclusive) to {@code to} (exclusive) of an array, which is not kept.
     *
     * @throws MalformedFrameException when they cannot be what is being read
     */
    void feed(byte[] data, int from, int to);

    /**
     * The same for all that remains in a buffer, whose position stays as it is.
     *
     * @throws MalformedFrameException when they cannot be what is being read
     */
    default void feed(ByteBuffer chunk) {
        if (chunk.hasArray()) {
            int from = chunk.arrayOffset() + chunk.position();
            feed(chunk.array(), from, from + chunk.remaining());
            return;
        }
        byte[] copy = new byte[chunk.remaining()];
        chunk.get(chunk.position(), copy);
        feed(copy, 0, copy.length);
    }
}
