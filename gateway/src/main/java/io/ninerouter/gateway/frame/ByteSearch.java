package io.ninerouter.gateway.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes eight at a time. Each method gives the first index, or {@code to} when there is none. */
final class ByteSearch {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;

    private ByteSearch() {}

    /** Where a JSON string ends or escapes. */
    static int quoteOrBackslash(byte[] data, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long hits = hits((long) EIGHT.get(data, i), QUOTES, BACKSLASHES);
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && data[i] != '"' && data[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Where a line ends. */
    static int lineEnd(byte[] data, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long hits = hits((long) EIGHT.get(data, i), LINE_FEEDS, RETURNS);
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && data[i] != '\n' && data[i] != '\r') {
            i++;
        }
        return i;
    }

    /**
     * The high bit of each byte that equals one of two. A borrow may set bits above a hit, never below: the lowest one is
     * exact.
     */
    private static long hits(long word, long one, long other) {
        long a = word ^ one;
        long b = word ^ other;
        return (((a - ONES) & ~a) | ((b - ONES) & ~b)) & HIGH;
    }
}
