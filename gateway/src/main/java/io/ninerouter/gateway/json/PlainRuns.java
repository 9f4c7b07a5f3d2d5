package io.ninerouter.gateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies what stands between the escapes of JSON strings, eight bytes at a time: runs are too short for a copy of each to be worth
 * its call. Each method gives how many bytes stand before the one that it stops at, which may be the end or where there is no more
 * room in the target.
 */
final class PlainRuns {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long CONTROLS = ' ' * ONES;

    private PlainRuns() {}

    /** Up to where a string ends or escapes. */
    static int toQuoteOrBackslash(byte[] text, int from, int to, byte[] target, int at) {
        int i = from;
        int shift = at - from;
        int end = Math.min(to, target.length - shift);
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) EIGHT.get(text, i);
            EIGHT.set(target, i + shift, word);
            long hits = (zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES)) & HIGH;
            if (hits != 0) {
                return i - from + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        for (; i < end && text[i] != '"' && text[i] != '\\'; i++) {
            target[i + shift] = text[i];
        }
        return i - from;
    }

    /** Up to a byte that has to be escaped (RFC 8259, 7): a quote, a backslash, a control character. */
    static int toEscape(byte[] text, int from, int to, byte[] target, int at) {
        int i = from;
        int shift = at - from;
        int end = Math.min(to, target.length - shift);
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) EIGHT.get(text, i);
            EIGHT.set(target, i + shift, word);
            long hits = (zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | (word - CONTROLS & ~word)) & HIGH;
            if (hits != 0) {
                return i - from + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        for (; i < end && !hasEscape(text[i]); i++) {
            target[i + shift] = text[i];
        }
        return i - from;
    }

    /** The high bit of each byte that is zero. A borrow may set bits above a hit, never below: the lowest one is exact. */
    private static long zeros(long word) {
        return word - ONES & ~word;
    }

    private static boolean hasEscape(byte b) {
        return b == '"' || b == '\\' || (b >= 0 && b < ' ');
    }
}
