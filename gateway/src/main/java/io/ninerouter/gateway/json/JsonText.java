package io.ninerouter.gateway.json;

import io.ninerouter.gateway.frame.ByteSearch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the inside of JSON strings straight from the bytes: a parser would copy them three times on the way. */
final class JsonText {
    private static final int ROOM = 64;

    private JsonText() {}

    /**
     * Position of the quote that ends the string whose content starts at {@code start}.
     *
     * @throws BadJsonException when there is none
     */
    static int closingQuote(byte[] data, int start) {
        int end = ByteSearch.stringEnd(data, start, data.length);
        if (end >= data.length) {
            throw new BadJsonException("JSON: ends within a string (expected: its closing quote)");
        }
        return end;
    }

    /** Whether there is a backslash in bytes {@code from} to {@code to} of a string: a quote in it has one before it. */
    static boolean hasEscape(byte[] data, int from, int to) {
        return ByteSearch.quoteOrBackslash(data, from, to) < to;
    }

    /**
     * The string whose content starts at {@code start}, up to its closing quote; null when only a parser can tell what it
     * is.
     */
    static @Nullable String decode(byte[] data, int start) {
        int escape = ByteSearch.quoteOrBackslash(data, start, data.length);
        if (escape < data.length && data[escape] == '"') {
            return new String(data, start, escape - start, StandardCharsets.UTF_8);
        }
        return decode(data, start, escape);
    }

    private static @Nullable String decode(byte[] data, int start, int escape) {
        byte[] plain = new byte[Math.max(ROOM, 2 * (escape - start))];
        int length = escape - start;
        System.arraycopy(data, start, plain, 0, length);
        int i = escape;
        while (i < data.length && data[i] != '"') {
            if (plain.length - length < ROOM / 2) {
                plain = Arrays.copyOf(plain, 2 * plain.length);
            }
            if (data[i] == '\\') {
                int simple = i + 1 < data.length ? simple(data[i + 1]) : -1;
                if (simple >= 0) {
                    plain[length++] = (byte) simple;
                    i += 2;
                } else {
                    int unit = i + 6 <= data.length && data[i + 1] == 'u' ? unit(data, i + 2) : -1;
                    if (unit < 0 || Character.isSurrogate((char) unit)) {
                        return null;
                    }
                    length = append(plain, length, unit);
                    i += 6;
                }
            }
            int run = PlainRuns.toQuoteOrBackslash(data, i, data.length, plain, length);
            length += run;
            i += run;
        }
        return i < data.length ? new String(plain, 0, length, StandardCharsets.UTF_8) : null;
    }

    private static int append(byte[] plain, int length, int unit) {
        if (unit < 0x80) {
            plain[length] = (byte) unit;
            return length + 1;
        }
        if (unit < 0x800) {
            plain[length] = (byte) (0xc0 | (unit >> 6));
            plain[length + 1] = (byte) (0x80 | (unit & 0x3f));
            return length + 2;
        }
        plain[length] = (byte) (0xe0 | (unit >> 12));
        plain[length + 1] = (byte) (0x80 | ((unit >> 6) & 0x3f));
        plain[length + 2] = (byte) (0x80 | (unit & 0x3f));
        return length + 3;
    }

    private static int simple(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> -1;
        };
    }

    /** Four hexadecimal digits; negative when they are none. */
    private static int unit(byte[] data, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(data[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }
}
