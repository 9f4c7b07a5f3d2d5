package io.ninerouter.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable text as a slice of UTF-8 bytes. Slices share the array they were cut from: whoever makes one must not write to
 * the array any more. Equal when the bytes are.
 */
public final class Utf8 {
    /** No bytes. */
    public static final Utf8 EMPTY = new Utf8(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int to;

    private Utf8(byte[] array, int from, int to) {
        this.array = array;
        this.from = from;
        this.to = to;
    }

    /**
     * Bytes {@code from} (inclusive) to {@code to} (exclusive), not copied.
     *
     * @throws IndexOutOfBoundsException when they are not within the array
     */
    public static Utf8 slice(byte[] array, int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IndexOutOfBoundsException(
                    "slice: " + from + " to " + to + " (expected: within 0 to " + array.length + ")");
        }
        return new Utf8(array, from, to);
    }

    /** The UTF-8 bytes of a string. */
    public static Utf8 of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Utf8(bytes, 0, bytes.length);
    }

    /** The array that holds the bytes, and perhaps others: only to be read. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] array() {
        return array;
    }

    /** Position of the first byte in {@link #array()}. */
    public int from() {
        return from;
    }

    /** Position after the last byte in {@link #array()}. */
    public int to() {
        return to;
    }

    /** Number of bytes. */
    public int length() {
        return to - from;
    }

    /** Whether there are no bytes. */
    public boolean isEmpty() {
        return from == to;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, from, to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Utf8 that && Arrays.equals(array, from, to, that.array, that.from, that.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The text. */
    @Override
    public String toString() {
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }
}
