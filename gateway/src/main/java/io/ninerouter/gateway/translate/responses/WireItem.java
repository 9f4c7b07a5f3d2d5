package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of an answer. Slices are valid as long as the bytes it was read from. */
final class WireItem {
    private final RawJson raw;
    private String type = "";
    private @Nullable String id;
    private @Nullable String callId;
    private @Nullable String name;
    private @Nullable String namespace;
    private String input = "";
    private @Nullable String sealed;
    private @Nullable RawJson result;
    private @Nullable String format;
    private List<WireContent> summary = List.of();
    private List<WireContent> content = List.of();

    /** Reads an item; what is no object is one of no type. */
    WireItem(RawJson raw) {
        this.raw = raw;
        try (JsonReader in = raw.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    member(in);
                }
            }
        }
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "type" -> type = String.valueOf(in.lenientText());
            case "id" -> id = in.lenientText();
            case "call_id" -> callId = in.lenientText();
            case "name" -> name = in.lenientText();
            case "namespace" -> namespace = in.lenientText();
            // Some write arguments as what they are.
            case "arguments" -> input = in.kind() == JsonKind.OBJECT ? in.raw().text() : or(in.lenientText());
            case "input" -> input = or(in.lenientText());
            case "encrypted_content" -> sealed = in.lenientText();
            case "result" -> result = in.rawOrNull();
            case "output_format" -> format = in.lenientText();
            case "summary" -> summary = WireContent.readAll(in);
            case "content" -> content = WireContent.readAll(in);
            default -> in.skip();
        }
    }

    RawJson raw() {
        return raw;
    }

    String type() {
        return type;
    }

    @Nullable
    String id() {
        return id;
    }

    @Nullable
    String callId() {
        return (callId == null || callId.isEmpty()) ? id : callId;
    }

    /** Name of a tool; empty when there is none. */
    String name() {
        return or(name);
    }

    @Nullable
    String namespace() {
        return namespace;
    }

    /** Arguments of a function, or text for a tool; empty when there are none yet. */
    String input() {
        return input;
    }

    /** Encrypted reasoning; null when there is none. */
    @Nullable
    String sealed() {
        return (sealed == null || sealed.isEmpty()) ? null : sealed;
    }

    /** A picture that was made, in base64; null when there is none. */
    @Nullable
    RawJson result() {
        return (result != null && result.isText() && result.bytes().length() > 2) ? result : null;
    }

    /** Type of the picture. */
    String imageType() {
        return "image/" + (format == null ? "png" : format);
    }

    List<WireContent> summary() {
        return summary;
    }

    List<WireContent> content() {
        return content;
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
