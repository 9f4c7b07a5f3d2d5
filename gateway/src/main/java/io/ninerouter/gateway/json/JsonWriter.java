package io.ninerouter.gateway.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON into a {@link ByteBuilder}. Commas come by themselves; that names and values alternate and that what
 * is opened gets closed is for the caller to see to. A member whose value is null is left out by the methods that take a
 * name. Not thread-safe.
 */
public final class JsonWriter {
    private static final int CHUNK = 1024;

    private final ByteBuilder out;
    private boolean comma;

    /** A writer that appends to {@code out}; others may append to it too, between whole values. */
    public JsonWriter(ByteBuilder out) {
        this.out = out;
    }

    /** Begins a new text: no comma is due. */
    public JsonWriter restart() {
        comma = false;
        return this;
    }

    /** Opens an object as value. */
    public JsonWriter object() {
        return open('{');
    }

    /** Opens an object as member. */
    public JsonWriter object(String name) {
        return name(name).open('{');
    }

    /** Members as they are, without braces: for what many objects of a stream have in common; empty = none. */
    public JsonWriter members(Utf8 members) {
        if (!members.isEmpty()) {
            separate();
            out.append(members);
            comma = true;
        }
        return this;
    }

    /** Closes the object. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Opens an array as value. */
    public JsonWriter array() {
        return open('[');
    }

    /** Opens an array as member. */
    public JsonWriter array(String name) {
        return name(name).open('[');
    }

    /** Closes the array. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** Opens the object that was closed last again: for members that whoever wrote it does not know. */
    public JsonWriter reopen() {
        out.length(out.length() - 1);
        comma = out.buffer()[out.length() - 1] != '{';
        return this;
    }

    /** The name of the next value. */
    public JsonWriter name(String name) {
        separate();
        quoted(name);
        out.append(':');
        comma = false;
        return this;
    }

    /** A string as value. */
    public JsonWriter text(String value) {
        separate();
        quoted(value);
        comma = true;
        return this;
    }

    /** A string as member; left out when null. */
    public JsonWriter text(String name, @Nullable String value) {
        return value == null ? this : name(name).text(value);
    }

    /** Text that needs no escapes (base64) as value. */
    public JsonWriter plain(String prefix, Utf8 value) {
        separate();
        out.append('"');
        out.ascii(prefix);
        out.append(value);
        out.append('"');
        comma = true;
        return this;
    }

    /** A string array as member; left out when empty. */
    public JsonWriter texts(String name, List<String> values) {
        if (!values.isEmpty()) {
            array(name);
            values.forEach(this::text);
            endArray();
        }
        return this;
    }

    /** A whole number as value. */
    public JsonWriter number(long value) {
        return literal(Long.toString(value));
    }

    /** A whole number as member. */
    public JsonWriter number(String name, long value) {
        return name(name).number(value);
    }

    /** A whole number as member; left out when null. */
    public JsonWriter number(String name, @Nullable Long value) {
        return value == null ? this : name(name).number(value.longValue());
    }

    /** A number as member, without a fraction when it has none; left out when null. */
    public JsonWriter decimal(String name, @Nullable Double value) {
        if (value == null) {
            return this;
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return name(name).literal(whole ? Long.toString(value.longValue()) : value.toString());
    }

    /** A boolean as member. */
    public JsonWriter bool(String name, boolean value) {
        return name(name).literal(value ? "true" : "false");
    }

    /** A boolean as member; left out when null. */
    public JsonWriter bool(String name, @Nullable Boolean value) {
        return value == null ? this : bool(name, value.booleanValue());
    }

    /** {@code null} as member. */
    public JsonWriter nothing(String name) {
        return name(name).literal("null");
    }

    /** JSON as it is, as value, but on one line: in a server-sent event a line break would end the data. */
    public JsonWriter raw(RawJson value) {
        separate();
        int start = out.length();
        out.append(value.bytes());
        byte[] buffer = out.buffer();
        for (int i = start; i < out.length(); i++) {
            // Within strings they are escaped.
            if (buffer[i] == '\n' || buffer[i] == '\r') {
                buffer[i] = ' ';
            }
        }
        comma = true;
        return this;
    }

    /** JSON as it is, as member; left out when null. */
    public JsonWriter raw(String name, @Nullable RawJson value) {
        return value == null ? this : name(name).raw(value);
    }

    /** JSON text within a string, as OpenAI has tool arguments; as value. */
    public JsonWriter rawAsText(RawJson value) {
        separate();
        out.append('"');
        Utf8 bytes = value.bytes();
        int copied = bytes.from();
        for (int i = copied; i < bytes.to(); i++) {
            byte b = bytes.array()[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
                out.append(bytes.array(), copied, i);
                escape(b);
                copied = i + 1;
            }
        }
        out.append(bytes.array(), copied, bytes.to());
        out.append('"');
        comma = true;
        return this;
    }

    private JsonWriter literal(String value) {
        separate();
        out.ascii(value);
        comma = true;
        return this;
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
    }

    private void quoted(String value) {
        out.append('"');
        int length = value.length();
        for (int i = 0; i < length; ) {
            int stop = Math.min(length, i + CHUNK);
            out.reserve(CHUNK);
            i = plainRun(value, i, stop);
            if (i < stop) {
                i = special(value, i);
            }
        }
        out.append('"');
    }

    /** Copies characters that are one byte and need no escape; answers where the first other one is. */
    private int plainRun(String value, int from, int to) {
        byte[] buffer = out.buffer();
        int position = out.length();
        int i = from;
        while (i < to) {
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
    private int special(String value, int i) {
        char c = value.charAt(i);
        if (c < 0x80) {
            escape(c);
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
            unicode(c);
        }
        return i + 1;
    }

    private void escape(int c) {
        switch (c) {
            case '"' -> out.ascii("\\\"");
            case '\\' -> out.ascii("\\\\");
            case '\n' -> out.ascii("\\n");
            case '\r' -> out.ascii("\\r");
            case '\t' -> out.ascii("\\t");
            case '\b' -> out.ascii("\\b");
            case '\f' -> out.ascii("\\f");
            default -> unicode(c);
        }
    }

    private void unicode(int c) {
        out.ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
    }
}
