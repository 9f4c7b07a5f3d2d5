package io.ninerouter.gateway.json;

import org.jspecify.annotations.Nullable;

/**
 * One valid JSON value as the bytes it was written in. Schemas, tool arguments and what a dialect keeps for itself pass
 * through the gateway so: never parsed into a tree, never rebuilt. Equal when the bytes are (so {@code 1} is not
 * {@code 1.0}).
 *
 * @param bytes the value, without white space around it
 */
public record RawJson(Utf8 bytes) {
    /** An object without members. */
    public static final RawJson EMPTY_OBJECT = new RawJson(Utf8.of("{}"));
    /** {@code null}. */
    public static final RawJson NULL = new RawJson(Utf8.of("null"));

    public RawJson {
        if (bytes.isEmpty()) {
            throw new IllegalArgumentException("raw JSON: empty (expected: one JSON value)");
        }
    }

    /**
     * From text that must be one JSON value.
     *
     * @throws BadJsonException when it is not
     */
    public static RawJson of(String json) {
        return parse(Utf8.of(json));
    }

    /**
     * From bytes that must be one JSON value, white space around it cut off; not copied.
     *
     * @throws BadJsonException when they are not
     */
    public static RawJson parse(Utf8 json) {
        try (JsonReader in = JsonReader.of(json)) {
            RawJson value = in.raw();
            in.expectEnd();
            return value;
        }
    }

    /** Whether this is an object. */
    public boolean isObject() {
        return first() == '{';
    }

    /** Whether this is an array. */
    public boolean isArray() {
        return first() == '[';
    }

    /** Whether this is a string. */
    public boolean isText() {
        return first() == '"';
    }

    /** Whether this is {@code null}. */
    public boolean isNull() {
        return first() == 'n';
    }

    /** The string that this is, read without a parser where it can be; null for anything else. */
    public @Nullable String lenientText() {
        if (!isText()) {
            return null;
        }
        String text = JsonText.decode(bytes.array(), bytes.from() + 1);
        if (text != null) {
            return text;
        }
        try (JsonReader in = read()) {
            return in.lenientText();
        }
    }

    /** The same value in an array of its own: for keeping a slice of bytes that are valid for a while only. */
    public RawJson copy() {
        return new RawJson(Utf8.slice(bytes.toBytes(), 0, bytes.length()));
    }

    /** A reader that stands at this value. */
    public JsonReader read() {
        return JsonReader.of(bytes);
    }

    /** The JSON text. */
    public String text() {
        return bytes.toString();
    }

    @Override
    public String toString() {
        return text();
    }

    private byte first() {
        return bytes.array()[bytes.from()];
    }
}
