package io.ninerouter.gateway.json;

import io.ninerouter.gateway.frame.ByteSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON into a {@link ByteBuilder}. Commas come by themselves; that names and values alternate and that what
 * is opened gets closed is for the caller to see to. A member whose value is null is left out by the methods that take a
 * name. Not thread-safe.
 */
public final class JsonWriter {
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
        JsonQuotes.quoted(name, out);
        out.append(':');
        comma = false;
        return this;
    }

    /** A string as value. */
    public JsonWriter text(String value) {
        separate();
        JsonQuotes.quoted(value, out);
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
        // Within strings they are escaped.
        for (int i = start; (i = ByteSearch.lineEnd(buffer, i, out.length())) < out.length(); i++) {
            buffer[i] = ' ';
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
        JsonQuotes.quoted(value.bytes(), out);
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
}
