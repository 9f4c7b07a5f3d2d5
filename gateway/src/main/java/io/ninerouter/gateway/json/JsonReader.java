package io.ninerouter.gateway.json;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Pulls values out of JSON. It stands at one value: enter it ({@link #object()}, {@link #array()}), take it ({@link #text()},
 * {@link #raw()}, …) or walk on, which skips it.
 *
 * <pre>{@code
 * while (in.nextField()) { // once in.object() has said that there is one
 *     switch (in.name()) {
 *         case "model" -> model = in.text();
 *         default -> extras.put(in.name(), in.raw());
 *     }
 * }
 * }</pre>
 *
 * <p>Takers answer null for {@code null} and throw {@link BadJsonException} for another type; the {@code lenient…} takers
 * answer null for another type too: a provider's answer is not worth failing over an odd field. Not thread-safe.
 */
public final class JsonReader implements AutoCloseable {
    /** Deeper JSON is refused. */
    public static final int MAX_DEPTH = 256;

    private final byte[] data;
    private final int base;
    private final JsonParser parser;
    private boolean entered;
    private String name = "";

    private JsonReader(byte[] data, int from, int to) {
        this.data = data;
        base = from;
        parser = JsonParsers.open(data, from, to);
        advance();
    }

    /** A reader that stands at the value in bytes {@code from} to {@code to}; slices it gives out share the array. */
    public static JsonReader of(byte[] data, int from, int to) {
        return new JsonReader(data, from, to);
    }

    /** The same for a slice. */
    public static JsonReader of(Utf8 json) {
        return new JsonReader(json.array(), json.from(), json.to());
    }

    /** What the value is. */
    public JsonKind kind() {
        return switch (token()) {
            case START_OBJECT -> JsonKind.OBJECT;
            case START_ARRAY -> JsonKind.ARRAY;
            case VALUE_STRING -> JsonKind.TEXT;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonKind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> JsonKind.BOOL;
            case VALUE_NULL -> JsonKind.NULL;
            default -> throw new IllegalStateException("reader stands at " + token() + " (expected: a value)");
        };
    }

    /** Enters an object; false when the value is {@code null}. */
    public boolean object() {
        return enter(JsonToken.START_OBJECT, "object");
    }

    /** Enters an array; false when the value is {@code null}. */
    public boolean array() {
        return enter(JsonToken.START_ARRAY, "array");
    }

    /** Enters an object; false for anything else. */
    public boolean lenientObject() {
        return token() == JsonToken.START_OBJECT && object();
    }

    /** Enters an array; false for anything else. */
    public boolean lenientArray() {
        return token() == JsonToken.START_ARRAY && array();
    }

    /** Goes to the next member of the entered object and stands at its value; false when there is none. */
    public boolean nextField() {
        if (advance() == JsonToken.END_OBJECT) {
            return false;
        }
        name = parser.currentName();
        advance();
        return true;
    }

    /** Goes to the next element of the entered array and stands at it; false when there is none. */
    public boolean nextElement() {
        return advance() != JsonToken.END_ARRAY;
    }

    /** Name of the member that {@link #nextField()} went to last. */
    public String name() {
        return name;
    }

    /** A string. */
    public @Nullable String text() {
        return (token() == JsonToken.VALUE_STRING || notNull("string")) ? string() : null;
    }

    /** A string; null for anything else. */
    public @Nullable String lenientText() {
        return token() == JsonToken.VALUE_STRING ? string() : null;
    }

    /** A string, number or boolean as text; null for anything else. */
    public @Nullable String scalar() {
        return token().isScalarValue() && token() != JsonToken.VALUE_NULL ? string() : null;
    }

    /** A string as UTF-8, not copied when it has no escapes: for base64. */
    public @Nullable Utf8 utf8() {
        if (token() != JsonToken.VALUE_STRING && !notNull("string")) {
            return null;
        }
        int start = tokenStart() + 1;
        int end = JsonText.closingQuote(data, start);
        return JsonText.hasEscape(data, start, end) ? Utf8.of(string()) : Utf8.slice(data, start, end);
    }

    /** A whole number; one with a fraction or beyond the range is refused. */
    public @Nullable Long integer() {
        if (kind() != JsonKind.NUMBER && !notNull("whole number")) {
            return null;
        }
        double value = decimal0();
        if (value != Math.rint(value) || Math.abs(value) > 1L << 62) {
            throw expected("whole number");
        }
        return token() == JsonToken.VALUE_NUMBER_INT ? Long.valueOf(parser.getLongValue()) : Long.valueOf((long) value);
    }

    /** A whole number, a fraction cut off; {@code otherwise} for anything else. */
    public long lenientLong(long otherwise) {
        return kind() == JsonKind.NUMBER ? (long) decimal0() : otherwise;
    }

    /** A number; one beyond the range is refused: nobody could be told it. */
    public @Nullable Double decimal() {
        Double value = kind() == JsonKind.NUMBER || notNull("number") ? Double.valueOf(decimal0()) : null;
        if (value != null && value.isInfinite()) {
            throw expected("number within the range of a double");
        }
        return value;
    }

    /** A boolean. */
    public @Nullable Boolean bool() {
        return (kind() == JsonKind.BOOL || notNull("boolean"))
                ? Boolean.valueOf(token() == JsonToken.VALUE_TRUE)
                : null;
    }

    /** The value as the bytes it is written in, not copied; {@code null} too. */
    public RawJson raw() {
        int start = tokenStart();
        int end;
        if (token() == JsonToken.VALUE_STRING) {
            end = JsonText.closingQuote(data, start + 1) + 1;
        } else {
            skip();
            end = base + (int) parser.currentLocation().getByteOffset();
        }
        return new RawJson(Utf8.slice(data, start, end));
    }

    /** Where the value starts, for {@link #since}. */
    public int mark() {
        return tokenStart();
    }

    /**
     * An object or array that has been walked through to its end, as {@link #raw()} would have given it.
     *
     * @param mark what {@link #mark()} answered before it was entered
     */
    public RawJson since(int mark) {
        return new RawJson(
                Utf8.slice(data, mark, base + (int) parser.currentLocation().getByteOffset()));
    }

    /** The value as {@link #raw()} gives it; null for JSON {@code null}. */
    public @Nullable RawJson rawOrNull() {
        return token() == JsonToken.VALUE_NULL ? null : raw();
    }

    /** Passes the value over; walking on does that too. */
    public void skip() {
        try {
            parser.skipChildren();
            parser.finishToken();
            entered = true;
        } catch (JacksonException e) {
            throw JsonParsers.unreadable(e);
        }
    }

    /**
     * Checks that nothing follows the value.
     *
     * @throws BadJsonException when something does
     */
    public void expectEnd() {
        try {
            if (!entered) {
                skip();
            }
            if (parser.nextToken() != null) {
                throw new BadJsonException("JSON: goes on after the value (expected: its end)");
            }
        } catch (JacksonException e) {
            throw JsonParsers.unreadable(e);
        }
    }

    /** That the value has a wrong type. */
    public BadJsonException expected(String what) {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        return new BadJsonException(
                (pointer.isEmpty() ? "body" : pointer.substring(1).replace('/', '.')) + ": "
                        + kind().name().toLowerCase(Locale.ROOT) + " (expected: " + what + ")");
    }

    @Override
    public void close() {
        parser.close();
    }

    private boolean enter(JsonToken start, String what) {
        if (token() == start) {
            entered = true;
            return true;
        }
        return notNull(what);
    }

    /** False for {@code null}; never true: anything else is refused. */
    private boolean notNull(String what) {
        if (token() != JsonToken.VALUE_NULL) {
            throw expected(what);
        }
        return false;
    }

    private JsonToken advance() {
        try {
            if (!entered && parser.currentToken() != null) {
                parser.skipChildren();
            }
            entered = false;
            JsonToken next = parser.nextToken();
            if (next == null) {
                throw new BadJsonException("JSON: ends early (expected: a value)");
            }
            return next;
        } catch (JacksonException e) {
            throw JsonParsers.unreadable(e);
        }
    }

    private JsonToken token() {
        return Objects.requireNonNull(parser.currentToken(), "reader is past the end");
    }

    private int tokenStart() {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }

    private String string() {
        try {
            if (token() == JsonToken.VALUE_STRING) {
                String text = JsonText.decode(data, tokenStart() + 1);
                if (text != null) {
                    return text;
                }
            }
            return parser.getString();
        } catch (JacksonException e) {
            throw JsonParsers.unreadable(e);
        }
    }

    private double decimal0() {
        try {
            return parser.getDoubleValue();
        } catch (JacksonException e) {
            throw JsonParsers.unreadable(e);
        }
    }
}
