package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.translate.gemini.WirePart.Call;
import io.ninerouter.gateway.translate.gemini.WirePart.Piece;
import io.ninerouter.gateway.translate.gemini.WirePart.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads parts: of requests strictly, of answers leniently and with copies of what is kept. */
final class WirePartReader {
    private final boolean strict;
    private final GeminiMedia media;

    private WirePartReader(boolean strict) {
        this.strict = strict;
        this.media = new GeminiMedia(strict);
    }

    /** Refuses wrong types; slices of the body are shared. */
    static WirePartReader ofRequest() {
        return new WirePartReader(true);
    }

    /** Passes over what it does not understand; nothing of the bytes read is kept. */
    static WirePartReader ofAnswer() {
        return new WirePartReader(false);
    }

    /** The parts: a list, or one that is not in a list. */
    List<WirePart> parts(JsonReader in) {
        List<WirePart> parts = new ArrayList<>();
        if (in.kind() == JsonKind.OBJECT) {
            parts.add(part(in));
        } else if (strict && in.kind() == JsonKind.TEXT) {
            parts.add(text(in.text()));
        } else if (strict ? in.array() : in.lenientArray()) {
            while (in.nextElement()) {
                if (strict && in.kind() == JsonKind.TEXT) {
                    parts.add(text(in.text()));
                } else if (strict || in.kind() == JsonKind.OBJECT) {
                    parts.add(part(in));
                }
            }
        }
        return parts;
    }

    /** A part that is text and nothing else. */
    static WirePart text(@Nullable String text) {
        return new WirePart(text == null ? "" : text, false, null, null, null, null, Map.of());
    }

    private WirePart part(JsonReader in) {
        String text = null;
        boolean thought = false;
        String signature = null;
        Part.Attachment attachment = null;
        Call call = null;
        Result result = null;
        Map<String, RawJson> others = Map.of();
        if (in.object()) {
            while (in.nextField()) {
                String name = GeminiNames.camel(in.name());
                switch (name) {
                    case "text" -> text = string(in);
                    case "thought" -> thought = bool(in);
                    case "thoughtSignature" -> signature = string(in);
                    case "inlineData" -> attachment = media.inline(in);
                    case "fileData" -> attachment = media.file(in);
                    case "functionCall" -> call = call(in);
                    case "functionResponse" -> result = result(in);
                    default -> others = with(others, name, in);
                }
            }
        }
        return new WirePart(text, thought, signature, attachment, call, result, others);
    }

    private @Nullable Call call(JsonReader in) {
        String id = null;
        String name = null;
        RawJson args = null;
        List<Piece> pieces = List.of();
        boolean goesOn = false;
        if (!(strict ? in.object() : in.lenientObject())) {
            return null;
        }
        while (in.nextField()) {
            switch (GeminiNames.camel(in.name())) {
                case "id" -> id = string(in);
                case "name" -> name = string(in);
                case "args" -> args = kept(in);
                case "partialArgs" -> pieces = pieces(in);
                case "willContinue" -> goesOn = bool(in);
                default -> in.skip();
            }
        }
        return new Call(id, name == null ? "" : name, args, pieces, goesOn);
    }

    private List<Piece> pieces(JsonReader in) {
        List<Piece> pieces = new ArrayList<>();
        if (in.lenientArray()) {
            while (in.nextElement()) {
                String path = "$";
                RawJson value = null;
                boolean goesOn = false;
                if (!in.lenientObject()) {
                    continue;
                }
                while (in.nextField()) {
                    switch (GeminiNames.camel(in.name())) {
                        case "jsonPath" -> path = in.lenientText();
                        case "stringValue", "numberValue", "boolValue" -> value = kept(in);
                        case "nullValue" -> value = RawJson.NULL;
                        case "willContinue" -> goesOn = bool(in);
                        default -> in.skip();
                    }
                }
                if (value != null && path != null) {
                    pieces.add(new Piece(path, value, goesOn));
                }
            }
        }
        return pieces;
    }

    private @Nullable Result result(JsonReader in) {
        String id = null;
        String name = null;
        RawJson response = null;
        List<WirePart> parts = List.of();
        Map<String, RawJson> others = Map.of();
        if (!(strict ? in.object() : in.lenientObject())) {
            return null;
        }
        while (in.nextField()) {
            String member = GeminiNames.camel(in.name());
            switch (member) {
                case "id" -> id = string(in);
                case "name" -> name = string(in);
                case "response" -> response = kept(in);
                case "parts" -> parts = parts(in);
                default -> others = with(others, member, in);
            }
        }
        return new Result(id, name == null ? "" : name, response, parts, others);
    }

    private Map<String, RawJson> with(Map<String, RawJson> members, String name, JsonReader in) {
        RawJson value = kept(in);
        if (value == null) {
            return members;
        }
        Map<String, RawJson> more = members.isEmpty() ? new LinkedHashMap<>() : members;
        more.put(name, value);
        return more;
    }

    private @Nullable String string(JsonReader in) {
        return strict ? in.text() : in.lenientText();
    }

    private boolean bool(JsonReader in) {
        if (strict) {
            return Boolean.TRUE.equals(in.bool());
        }
        return in.kind() == JsonKind.BOOL && Boolean.TRUE.equals(in.bool());
    }

    private @Nullable RawJson kept(JsonReader in) {
        RawJson raw = in.rawOrNull();
        return raw == null || strict ? raw : raw.copy();
    }
}
