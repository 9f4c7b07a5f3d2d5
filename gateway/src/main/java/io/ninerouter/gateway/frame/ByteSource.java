package io.ninerouter.gateway.frame;

import java.util.Arrays;

/** The bytes of a body, wherever they lie. Not thread-safe. */
public interface ByteSource {

    /** The byte at an index. */
    byte at(int index);

    /** Bytes {@code from} (inclusive) to {@code to} (exclusive), copied. */
    byte[] copy(int from, int to);

    /** Shows bytes {@code from} to {@code to} to a reader, in one piece or several; the reader must not call back. */
    void feed(int from, int to, ByteSink sink);

    /** Those of an array; not copied. */
    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public byte at(int index) {
                return bytes[index];
            }

            @Override
            public byte[] copy(int from, int to) {
                return Arrays.copyOfRange(bytes, from, to);
            }

            @Override
            public void feed(int from, int to, ByteSink sink) {
                sink.feed(bytes, from, to);
            }
        };
    }
}
