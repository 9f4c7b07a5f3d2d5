package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The strings and numbers of a small JSON object, by name; those of objects in it by dotted name
 * ({@code prompt_tokens_details.cached_tokens}). Nulls, booleans and arrays are left out. Not thread-safe.
 */
public final class JsonFields {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_DEPTH = 3;

    private final Map<String, String> fields = new HashMap<>();

    /** None. */
    public JsonFields() {}

    /** Those of one object; none when the bytes are another JSON value. */
    public static JsonFields of(byte[] data, int from, int to) {
        JsonFields fields = new JsonFields();
        fields.merge(data, from, to);
        return fields;
    }

    /**
     * Adds those of one more object, over the ones of the same name.
     *
     * @throws MalformedFrameException when the bytes are no JSON
     */
    public void merge(byte[] data, int from, int to) {
        try (JsonParser parser = JSON.createParser(data, from, to - from)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                read(parser, "", 1);
            }
        } catch (IOException e) {
            // The parser's message quotes content: the cause is left out.
            throw new MalformedFrameException("JSON: not readable (expected: an object)");
        }
    }

    private void read(JsonParser parser, String prefix, int depth) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && depth < MAX_DEPTH) {
                read(parser, name + '.', depth + 1);
            } else if (value.isNumeric() || value == JsonToken.VALUE_STRING) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Sets one to the raw value of a string or number; any other value leaves it as it is. */
    public void put(String name, byte[] data, int from, int to) {
        String text = JsonText.string(data, from, to);
        if (text != null) {
            fields.put(name, text);
        } else if (data[from] == '-' || (data[from] >= '0' && data[from] <= '9')) {
            fields.put(name, new String(data, from, to - from, StandardCharsets.US_ASCII));
        }
    }

    /** Whether there is any. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** A field as text; null when it is not there. */
    public @Nullable String text(String name) {
        return fields.get(name);
    }

    /** A field as a whole number, cut to the range of a long; null when it is not there or no number. */
    public @Nullable Long number(String name) {
        String text = fields.get(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return fraction(text);
        }
    }

    /** A field as a whole number; 0 when it is not there or no number. */
    public long count(String name) {
        Long number = number(name);
        return number == null ? 0 : number;
    }

    private static @Nullable Long fraction(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isNaN(value) ? null : Long.valueOf((long) value);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
