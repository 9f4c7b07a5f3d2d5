package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code response} of a {@code functionResponse}, which other dialects have as text. Google documents the keys
 * {@code output} and {@code error}; clients also write {@code result}, {@code content} beside the name (AI SDK), or the
 * result itself.
 */
final class ResultForm {
    private ResultForm() {}

    /**
     * What a tool said.
     *
     * @param text null = nothing
     * @param error whether it failed
     */
    record Said(@Nullable String text, boolean error) {}

    /** Takes the text out of the object; an object of another form is the text. */
    static Said read(@Nullable RawJson response, String name) {
        if (response == null) {
            return new Said(null, false);
        }
        if (!response.isObject()) {
            return new Said(text(response), false);
        }
        int members = 0;
        boolean named = false;
        String key = "";
        RawJson value = null;
        try (JsonReader in = response.read()) {
            in.object();
            while (in.nextField()) {
                members++;
                if (in.name().equals("name") && name.equals(in.lenientText())) {
                    named = true;
                } else {
                    key = in.name();
                    value = in.raw();
                }
            }
        }
        if (members == 0) {
            return new Said(null, false);
        }
        boolean wrapped = switch (key) {
            case "output", "error", "result" -> members == 1;
            case "content" -> members == 2 && named;
            default -> false;
        };
        return wrapped && value != null ? new Said(text(value), key.equals("error")) : new Said(response.text(), false);
    }

    /** Writes the member {@code response}; a text that is a JSON object or array goes as what it is. */
    static void write(@Nullable String text, boolean error, JsonWriter out) {
        out.object("response");
        if (text != null) {
            out.name(error ? "error" : "output");
            RawJson json = structure(text);
            if (json == null) {
                out.text(text);
            } else {
                out.raw(json);
            }
        }
        out.endObject();
    }

    private static @Nullable RawJson structure(String text) {
        int last = text.length() - 1;
        boolean object = last > 0 && text.charAt(0) == '{' && text.charAt(last) == '}';
        boolean array = last > 0 && text.charAt(0) == '[' && text.charAt(last) == ']';
        if (!object && !array) {
            return null;
        }
        try {
            return RawJson.of(text);
        } catch (BadJsonException e) {
            // It only looked like JSON.
            return null;
        }
    }

    private static String text(RawJson value) {
        if (!value.isText()) {
            return value.text();
        }
        try (JsonReader in = value.read()) {
            String text = in.text();
            return text == null ? "" : text;
        }
    }
}
