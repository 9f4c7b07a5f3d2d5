package io.ninerouter.gateway.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes eight at a time, and in long stretches thirty-two: most of a request is text without any of them. Each method gives
 * the first index, or {@code to} when there is none.
 */
public final class ByteSearch {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NEAR = 64;
    private static final int STRETCH = 4 * Long.BYTES;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;

    private ByteSearch() {}

    /** Where a JSON string ends or escapes. */
    public static int quoteOrBackslash(byte[] data, int from, int to) {
        return first(data, from, to, QUOTES, BACKSLASHES);
    }

    /**
     * The quote that ends a JSON string, past all that is escaped. Texts such as source code have an escape every few bytes, so
     * that a search of its own for each would cost more than what it finds.
     *
     * @param from within the string
     * @return {@code to} when there is none, and {@code to + 1} when the last byte escapes what is still to come
     */
    public static int stringEnd(byte[] data, int from, int to) {
        int i = from;
        int near = i + NEAR;
        while (i <= to - Long.BYTES) {
            long hits = hits((long) EIGHT.get(data, i), QUOTES, BACKSLASHES);
            if (hits != 0) {
                i += Long.numberOfTrailingZeros(hits) >>> 3;
            } else if (i < near) {
                i += Long.BYTES;
                continue;
            } else {
                i = farther(data, i, to, QUOTES, BACKSLASHES);
                if (i == to) {
                    return to;
                }
            }
            if (data[i] == '"') {
                return i;
            }
            i += 2;
            near = i + NEAR;
        }
        while (i < to && data[i] != '"') {
            i += data[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Where a line ends. */
    public static int lineEnd(byte[] data, int from, int to) {
        return first(data, from, to, LINE_FEEDS, RETURNS);
    }

    /** One of two bytes, neither of which is negative. */
    public static int either(byte[] data, int from, int to, int one, int other) {
        return first(data, from, to, one * ONES, other * ONES);
    }

    /** Names and short texts end in the first few steps, for which a stretch would only be looked at twice. */
    private static int first(byte[] data, int from, int to, long one, long other) {
        int near = Math.min(to, from + NEAR) - Long.BYTES;
        int i = from;
        for (; i <= near; i += Long.BYTES) {
            long hits = hits((long) EIGHT.get(data, i), one, other);
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        return farther(data, i, to, one, other);
    }

    private static int farther(byte[] data, int from, int to, long one, long other) {
        int i = from;
        while (i <= to - STRETCH && !within(data, i, one, other)) {
            i += STRETCH;
        }
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long hits = hits((long) EIGHT.get(data, i), one, other);
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && data[i] != (byte) one && data[i] != (byte) other) {
            i++;
        }
        return i;
    }

    /** Whether there is one in the stretch that begins here. */
    private static boolean within(byte[] data, int from, long one, long other) {
        long hits = hits((long) EIGHT.get(data, from), one, other)
                | hits((long) EIGHT.get(data, from + Long.BYTES), one, other)
                | hits((long) EIGHT.get(data, from + 2 * Long.BYTES), one, other)
                | hits((long) EIGHT.get(data, from + 3 * Long.BYTES), one, other);
        return hits != 0;
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
