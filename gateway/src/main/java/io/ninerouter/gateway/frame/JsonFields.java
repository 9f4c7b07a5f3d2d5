package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The strings, numbers and booleans of a small JSON object, by name; those of objects in it by dotted name
 * ({@code prompt_tokens_details.cached_tokens}), those of the first objects of an array in it by their place
 * ({@code promptTokensDetails[0].modality}). Nulls and other arrays are left out. Not thread-safe.
 */
public final class JsonFields {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_DEPTH = 3;
    private static final int MAX_ELEMENTS = 8;
    /** An amount of money has fewer digits; a large exponent would cost whoever computes with it. */
    private static final int LONGEST_DECIMAL = 40;

    private static final int MOST_DECIMALS = 40;

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
            } else if (value == JsonToken.START_ARRAY && depth < MAX_DEPTH) {
                elements(parser, name + '[', depth);
            } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void elements(JsonParser parser, String name, int depth) throws IOException {
        fields.keySet().removeIf(before -> before.startsWith(name));
        for (int place = 0; parser.nextToken() != JsonToken.END_ARRAY; place++) {
            if (parser.currentToken() == JsonToken.START_OBJECT && place < MAX_ELEMENTS) {
                read(parser, name + place + "].", depth + 1);
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

    /** Whether there is any of these. */
    public boolean hasAny(String... names) {
        for (String name : names) {
            if (fields.containsKey(name)) {
                return true;
            }
        }
        return false;
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

    /** A field as an exact decimal of at most 40 digits and decimals; null when it is not there or none. */
    public @Nullable BigDecimal decimal(String name) {
        String text = fields.get(name);
        if (text == null || text.length() > LONGEST_DECIMAL) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            return Math.abs((long) value.scale()) > MOST_DECIMALS ? null : value;
        } catch (NumberFormatException e) {
            return null;
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
