package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/** The words of a citation: {@code sourceContent: [{text}]}. */
final class CitationWords {
    private CitationWords() {}

    /** What is quoted; null when nothing is. */
    static @Nullable String quote(RawJson citation) {
        StringBuilder quote = new StringBuilder();
        try (JsonReader in = citation.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("sourceContent") && in.lenientArray()) {
                        texts(in, quote);
                    }
                }
            }
        }
        return quote.isEmpty() ? null : quote.toString();
    }

    /** Appends the {@code text} of each element of the entered array. */
    static void texts(JsonReader in, StringBuilder out) {
        while (in.nextElement()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    String text = in.name().equals("text") ? in.lenientText() : null;
                    out.append(text == null ? "" : text);
                }
            }
        }
    }
}
