package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an item of an answer: {@code output_text}, {@code refusal}, {@code summary_text} or {@code reasoning_text}.
 *
 * @param text empty when there is none
 * @param annotations as they came
 * @param logprobs a list; null when there is none, or an empty one
 */
record WireContent(
        String type,
        String text,
        List<RawJson> annotations,
        @Nullable RawJson logprobs) {

    /** The piece that the reader stands at; something else is one of no type. */
    static WireContent read(JsonReader in) {
        String type = "";
        String text = "";
        List<RawJson> annotations = new ArrayList<>();
        RawJson logprobs = null;
        if (in.kind() == JsonKind.TEXT) {
            return new WireContent("output_text", String.valueOf(in.lenientText()), annotations, null);
        }
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "type" -> type = or(in.lenientText(), "");
                    case "text", "refusal" -> text = or(in.lenientText(), text);
                    case "annotations" -> list(in, annotations);
                    case "logprobs" -> logprobs = logprobs(in.raw());
                    default -> in.skip();
                }
            }
        }
        return new WireContent(type, text, annotations, logprobs);
    }

    /** The pieces of a list; none when it is something else. */
    static List<WireContent> readAll(JsonReader in) {
        List<WireContent> pieces = new ArrayList<>();
        if (in.lenientArray()) {
            while (in.nextElement()) {
                pieces.add(read(in));
            }
        }
        return pieces;
    }

    /** The list if it holds anything. */
    static @Nullable RawJson logprobs(@Nullable RawJson list) {
        return (list == null || !list.isArray() || list.bytes().length() < "[{}]".length()) ? null : list;
    }

    boolean isRefusal() {
        return type.equals("refusal");
    }

    private static void list(JsonReader in, List<RawJson> into) {
        if (in.lenientArray()) {
            while (in.nextElement()) {
                if (in.kind() == JsonKind.OBJECT) {
                    into.add(in.raw());
                }
            }
        }
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
