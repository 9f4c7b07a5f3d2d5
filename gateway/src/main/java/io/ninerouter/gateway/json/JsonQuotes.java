package io.ninerouter.gateway.json;

import io.ninerouter.gateway.frame.ByteSearch;
import java.nio.charset.StandardCharsets;

/** Writes the strings of JSON: what has to be escaped is, all else is UTF-8. */
final class JsonQuotes {
    /** From so many characters on it pays to have the bytes before they are looked at. */
    static final int LONG = 64;

    /** What the platform writes for half a pair of surrogates. */
    private static final int REPLACED = '?';

    private static final byte[] LETTERS = letters();

    private JsonQuotes() {}

    /** A string and its quotes. */
    static void quoted(String value, ByteBuilder out) {
        if (value.length() < LONG) {
            characters(value, out);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (hasHalfPair(value, bytes)) {
            characters(value, out);
        } else {
            bytes(bytes, 0, bytes.length, out);
        }
    }

    /** The same of text that is UTF-8 already. */
    static void quoted(Utf8 text, ByteBuilder out) {
        bytes(text.array(), text.from(), text.to(), out);
    }

    private static boolean hasHalfPair(String value, byte[] bytes) {
        boolean suspect = ByteSearch.either(bytes, 0, bytes.length, REPLACED, REPLACED) < bytes.length;
        return suspect && !new String(bytes, StandardCharsets.UTF_8).equals(value);
    }

    private static void bytes(byte[] text, int from, int to, ByteBuilder out) {
        out.append('"');
        for (int i = from; i < to; i++) {
            out.reserve(to - i);
            int plain = PlainRuns.toEscape(text, i, to, out.buffer(), out.length());
            out.length(out.length() + plain);
            i += plain;
            if (i < to) {
                escape(text[i], out);
            }
        }
        out.append('"');
    }

    private static void characters(String value, ByteBuilder out) {
        out.append('"');
        int length = value.length();
        for (int i = 0; i < length; ) {
            out.reserve(length - i);
            i = plainRun(value, i, out);
            if (i < length) {
                i = special(value, i, out);
            }
        }
        out.append('"');
    }

    /** Copies characters that are one byte and need no escape; answers where the first other one is. */
    private static int plainRun(String value, int from, ByteBuilder out) {
        byte[] buffer = out.buffer();
        int position = out.length();
        int i = from;
        while (i < value.length()) {
            char c = value.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c > 0x7f) {
                break;
            }
            buffer[position++] = (byte) c;
            i++;
        }
        out.length(position);
        return i;
    }

    /** Writes the character at {@code i}, which needs more than one byte; answers where to go on. */
    private static int special(String value, int i, ByteBuilder out) {
        char c = value.charAt(i);
        if (c < 0x80) {
            escape(c, out);
        } else if (c < 0x800) {
            out.append(0xc0 | (c >> 6));
            out.append(0x80 | (c & 0x3f));
        } else if (!Character.isSurrogate(c)) {
            out.append(0xe0 | (c >> 12));
            out.append(0x80 | ((c >> 6) & 0x3f));
            out.append(0x80 | (c & 0x3f));
        } else if (i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1))) {
            int point = Character.toCodePoint(c, value.charAt(i + 1));
            out.append(0xf0 | (point >> 18));
            out.append(0x80 | ((point >> 12) & 0x3f));
            out.append(0x80 | ((point >> 6) & 0x3f));
            out.append(0x80 | (point & 0x3f));
            return i + 2;
        } else {
            // Half a pair has no UTF-8, but an escape: a client that joins the pieces gets the character.
            unicode(c, out);
        }
        return i + 1;
    }

    private static void escape(int c, ByteBuilder out) {
        int letter = c < LETTERS.length ? LETTERS[c] : 0;
        if (letter == 0) {
            unicode(c, out);
        } else {
            out.append('\\');
            out.append(letter);
        }
    }

    /** What follows the backslash in the short escapes (RFC 8259, 7), by what is escaped; 0 = it has none. */
    private static byte[] letters() {
        byte[] letters = new byte['\\' + 1];
        letters['"'] = '"';
        letters['\\'] = '\\';
        letters['\n'] = 'n';
        letters['\r'] = 'r';
        letters['\t'] = 't';
        letters['\b'] = 'b';
        letters['\f'] = 'f';
        return letters;
    }

    private static void unicode(int c, ByteBuilder out) {
        out.ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
    }
}
