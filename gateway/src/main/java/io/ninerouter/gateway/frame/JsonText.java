package io.ninerouter.gateway.frame;

import java.io.CharArrayWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON strings to text and back. Stateless. */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /**
     * The text of a captured value.
     *
     * @return null when the value is no string
     * @throws MalformedFrameException when an escape in it is none
     */
    public static @Nullable String string(byte[] data, int from, int to) {
        if (to - from < 2 || data[from] != '"') {
            return null;
        }
        return unescape(data, from + 1, to - 1);
    }

    /**
     * The text between two quotes. Bytes that are no UTF-8 become U+FFFD.
     *
     * @throws MalformedFrameException when an escape in it is none
     */
    public static String unescape(byte[] data, int from, int to) {
        String raw = new String(data, from, to - from, StandardCharsets.UTF_8);
        return escapes(data, from, to) ? unescape(raw) : raw;
    }

    /** Whether the text between two quotes has escapes, so that it is not what it says. */
    public static boolean escapes(byte[] data, int from, int to) {
        for (int at = from; at < to; at++) {
            at = ByteSearch.quoteOrBackslash(data, at, to);
            if (at < to && data[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = i + 1 < raw.length() ? raw.charAt(i + 1) : 0;
            if (escaped == 'u') {
                text.append(unicode(raw, i + 2));
                i += 5;
            } else {
                text.append(simple(escaped));
                i++;
            }
        }
        return text.toString();
    }

    private static char simple(char escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw badEscape();
        };
    }

    private static char unicode(String raw, int at) {
        if (at + 4 > raw.length()) {
            throw badEscape();
        }
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(raw.charAt(i), 16);
            if (digit < 0 || raw.charAt(i) > 'f') {
                throw badEscape();
            }
            code = (code << 4) | digit;
        }
        return (char) code;
    }

    /** Whether bytes are an ASCII text. */
    public static boolean same(String ascii, byte[] data, int from, int to) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (data[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static MalformedFrameException badEscape() {
        return new MalformedFrameException("JSON: a backslash in a string (expected: one of the escapes of JSON)");
    }

    /** A text as a JSON string in UTF-8, quotes included; a surrogate without its partner is escaped. */
    public static byte[] quote(String text) {
        CharArrayWriter out = new CharArrayWriter(text.length() + 2);
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || loneSurrogate(text, i)) {
                out.append("\\u")
                        .append(HEX.charAt(c >>> 12))
                        .append(HEX.charAt((c >>> 8) & 15))
                        .append(HEX.charAt((c >>> 4) & 15))
                        .append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean loneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
