package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/** Content that is a list where OpenAI has a string: Mistral's, in answers and in history. */
final class ChatContent {
    private ChatContent() {}

    /** The text of {@code thinking}: a string, or a list of text parts. */
    static String thinking(RawJson value) {
        try (JsonReader in = value.read()) {
            return thinking(in);
        }
    }

    private static String thinking(JsonReader in) {
        if (in.kind() == JsonKind.TEXT) {
            return or(in.lenientText());
        }
        StringBuilder text = new StringBuilder();
        if (in.lenientArray()) {
            while (in.nextElement()) {
                text.append(part(in).text());
            }
        }
        return text.toString();
    }

    /** One part of such a list. */
    static Piece part(JsonReader in) {
        if (in.kind() == JsonKind.TEXT) {
            return new Piece("text", or(in.lenientText()));
        }
        String type = "";
        String text = "";
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "type" -> type = or(in.lenientText());
                    case "text" -> text = or(in.lenientText());
                    case "thinking" -> text = thinking(in);
                    default -> in.skip();
                }
            }
        }
        return new Piece(type, text);
    }

    /** A part: {@code text}, {@code thinking}, or something else with an empty text. */
    record Piece(String type, String text) {}

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
