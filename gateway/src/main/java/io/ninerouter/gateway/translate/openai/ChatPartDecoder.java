package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message of a request: a string, or a list of parts. */
final class ChatPartDecoder {
    private String type = "";
    private @Nullable String text;
    private @Nullable RawJson body;
    private @Nullable CacheHint cache;

    private ChatPartDecoder() {}

    static List<Part> content(JsonReader in) {
        List<Part> parts = new ArrayList<>();
        if (in.kind() == JsonKind.TEXT) {
            String text = in.text();
            if (text != null && !text.isEmpty()) {
                parts.add(new Part.Text(text));
            }
        } else if (in.array()) {
            while (in.nextElement()) {
                parts.add(part(in));
            }
        }
        return parts;
    }

    private static Part part(JsonReader in) {
        if (in.kind() == JsonKind.TEXT) {
            return new Part.Text(or(in.text()));
        }
        int mark = in.mark();
        ChatPartDecoder decoder = new ChatPartDecoder();
        if (!in.object()) {
            throw in.expected("object or string");
        }
        while (in.nextField()) {
            decoder.member(in);
        }
        Part part = decoder.known();
        return part == null ? new Part.Opaque(Dialect.OPENAI_CHAT, decoder.type, in.since(mark)) : part;
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "type" -> type = or(in.text());
            case "text", "refusal" -> text = in.text();
            case "image_url", "input_audio", "file", "video_url", "thinking" -> body = in.rawOrNull();
            case "cache_control" -> cache = cache(in);
            default -> in.skip();
        }
    }

    private @Nullable Part known() {
        return switch (type) {
            case "text", "input_text", "output_text" ->
                text == null ? null : new Part.Text(text, List.of(), null, cache);
            case "refusal" -> text == null ? null : new Part.Refusal(text);
            case "image_url" -> body == null ? null : url(Media.Kind.IMAGE, body);
            case "video_url" -> body == null ? null : url(Media.Kind.VIDEO, body);
            case "input_audio" -> body == null ? null : audio(body);
            case "file" -> body == null ? null : file(body);
            case "thinking" -> body == null ? null : Part.Reasoning.of(ChatContent.thinking(body), null);
            default -> null;
        };
    }

    private static @Nullable CacheHint cache(JsonReader in) {
        String ttl = null;
        if (!in.object()) {
            return null;
        }
        while (in.nextField()) {
            if (in.name().equals("ttl")) {
                ttl = in.text();
            }
        }
        return new CacheHint(ttl);
    }

    /** {@code {"url", "detail"}}, or just the address. */
    private @Nullable Part url(Media.Kind kind, RawJson value) {
        Utf8 url = null;
        String detail = null;
        try (JsonReader in = value.read()) {
            if (in.kind() == JsonKind.TEXT) {
                url = in.utf8();
            } else if (in.object()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "url" -> url = in.utf8();
                        case "detail" -> detail = in.text();
                        default -> in.skip();
                    }
                }
            }
        }
        if (url == null) {
            return null;
        }
        Part.MediaDetail about =
                detail == null ? Part.MediaDetail.NONE : new Part.MediaDetail(null, detail, null, null);
        return new Part.Attachment(kind, media(url), about, cache);
    }

    private @Nullable Part audio(RawJson value) {
        Utf8 data = null;
        String format = "wav";
        try (JsonReader in = value.read()) {
            if (in.object()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "data" -> data = in.utf8();
                        case "format" -> format = or(in.text());
                        default -> in.skip();
                    }
                }
            }
        }
        return data == null
                ? null
                : new Part.Attachment(
                        Media.Kind.AUDIO,
                        new Media.Inline(ChatMedia.mimeType(format), data),
                        Part.MediaDetail.NONE,
                        cache);
    }

    private @Nullable Part file(RawJson value) {
        Utf8 data = null;
        String id = null;
        String name = null;
        try (JsonReader in = value.read()) {
            if (in.object()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "file_data" -> data = in.utf8();
                        case "file_id" -> id = in.text();
                        case "filename" -> name = in.text();
                        default -> in.skip();
                    }
                }
            }
        }
        Media media = data != null ? media(data) : id != null ? new Media.FileId(Dialect.OPENAI_CHAT, id, null) : null;
        if (media == null) {
            return null;
        }
        Part.MediaDetail about = name == null ? Part.MediaDetail.NONE : new Part.MediaDetail(name, null, null, null);
        return new Part.Attachment(ChatMedia.kind(media), media, about, cache);
    }

    private static Media media(Utf8 url) {
        Media.Inline inline = Media.ofDataUrl(url);
        return inline != null ? inline : new Media.Url(url.toString(), null);
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
