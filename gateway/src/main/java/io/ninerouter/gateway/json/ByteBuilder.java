package io.ninerouter.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A buffer that grows. Not thread-safe. */
public final class ByteBuilder {
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 16;

    /** A larger buffer is let go when its content is taken. */
    private static final int KEPT = 64 << 10;

    private byte[] buffer;
    private int length;

    /** With room for so many bytes at first. */
    public ByteBuilder(int capacity) {
        buffer = new byte[Math.max(16, capacity)];
    }

    /** Number of bytes written. */
    public int length() {
        return length;
    }

    /** Appends one byte. */
    public void append(int value) {
        reserve(1);
        buffer[length++] = (byte) value;
    }

    /** Appends bytes {@code from} to {@code to}. */
    public void append(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, buffer, length, to - from);
        length += to - from;
    }

    /** Appends all bytes. */
    public void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    /** Appends a slice. */
    public void append(Utf8 text) {
        append(text.array(), text.from(), text.to());
    }

    /** Appends ASCII text. */
    @SuppressWarnings("deprecation") // the one conversion that copies straight into an array
    public void ascii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), buffer, length);
        length += text.length();
    }

    /** Appends text as UTF-8. */
    public void text(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** What was written, without a copy when the buffer is full; the builder starts afresh and small. */
    public byte[] take() {
        boolean full = length == buffer.length;
        byte[] taken = full ? buffer : Arrays.copyOf(buffer, length);
        if (full || buffer.length > KEPT) {
            buffer = new byte[256];
        }
        length = 0;
        return taken;
    }

    /** Makes room for so many more bytes. */
    void reserve(int more) {
        if (buffer.length - length < more) {
            if (more > MAX_LENGTH - length) {
                throw new IllegalStateException(
                        "buffer: " + length + " and " + more + " bytes (expected: below 2 GiB)");
            }
            int doubled = (int) Math.min(MAX_LENGTH, buffer.length * 2L);
            buffer = Arrays.copyOf(buffer, Math.max(doubled, length + more));
        }
    }

    /** The buffer itself, for writers of this package after {@link #reserve}. */
    byte[] buffer() {
        return buffer;
    }

    /** Moves the end, for writers of this package. */
    void length(int newLength) {
        length = newLength;
    }
}
