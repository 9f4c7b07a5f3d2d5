package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads content: of a message, or of a tool's output. */
final class ContentDecoder {
    /** What types of unknown content begin with in the neutral model, so that they are not taken for items. */
    static final String OPAQUE = "content/";

    private String type = "";
    private @Nullable String text;
    private @Nullable String detail;
    private @Nullable String fileName;
    private @Nullable String fileId;
    private @Nullable Utf8 url;
    private @Nullable RawJson audio;
    private final List<Citation> citations = new ArrayList<>();

    private ContentDecoder() {}

    /**
     * Content: a string or a list.
     *
     * @param content null = none
     * @param place where it stands, for messages
     */
    static List<Part> parts(@Nullable RawJson content, String place) {
        List<Part> parts = new ArrayList<>();
        if (content == null) {
            return parts;
        }
        try (JsonReader in = content.read()) {
            switch (in.kind()) {
                case TEXT -> parts.add(new Part.Text(String.valueOf(in.text())));
                case ARRAY -> {
                    in.array();
                    while (in.nextElement()) {
                        parts.add(part(in.raw(), place));
                    }
                }
                case OBJECT, NUMBER, BOOL, NULL -> {
                    String kind = in.kind().name().toLowerCase(Locale.ROOT);
                    throw new BadJsonException(place + ": " + kind + " (expected: string or array)");
                }
            }
        }
        return parts;
    }

    private static Part part(RawJson raw, String place) {
        ContentDecoder decoder = new ContentDecoder();
        try (JsonReader in = raw.read()) {
            if (in.kind() == JsonKind.TEXT) {
                return new Part.Text(String.valueOf(in.text()));
            }
            if (!in.lenientObject()) {
                throw new BadJsonException(place + ": holds " + in.kind().name().toLowerCase(Locale.ROOT)
                        + " (expected: objects or strings)");
            }
            while (in.nextField()) {
                decoder.member(in);
            }
        }
        Part known = decoder.known();
        return known != null ? known : new Part.Opaque(Dialect.OPENAI_RESPONSES, OPAQUE + decoder.type, raw);
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "type" -> type = String.valueOf(in.lenientText());
            case "text", "refusal" -> text = in.lenientText();
            case "detail" -> detail = in.lenientText();
            case "filename" -> fileName = in.lenientText();
            case "file_id" -> fileId = in.lenientText();
            case "image_url", "file_url", "file_data" -> address(in);
            case "input_audio" -> audio = in.rawOrNull();
            case "annotations" -> {
                if (in.lenientArray()) {
                    while (in.nextElement()) {
                        citations.add(Annotations.read(in.raw()));
                    }
                }
            }
            default -> in.skip();
        }
    }

    /** An address as this dialect has it, or within an object as chat completions do. */
    private void address(JsonReader in) {
        if (in.kind() == JsonKind.TEXT) {
            url = in.utf8();
        } else if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "url" -> url = in.kind() == JsonKind.TEXT ? in.utf8() : null;
                    case "detail" -> detail = in.lenientText();
                    default -> in.skip();
                }
            }
        }
    }

    private @Nullable Part known() {
        return switch (type) {
            case "input_text", "output_text", "text" ->
                text == null ? null : new Part.Text(text, citations, null, null);
            case "refusal" -> text == null ? null : new Part.Refusal(text);
            case "input_image" -> attachment(Media.Kind.IMAGE);
            case "input_file" -> attachment(Media.Kind.DOCUMENT);
            case "input_audio" -> audio == null ? null : audio(audio);
            default -> null;
        };
    }

    private @Nullable Part attachment(Media.Kind kind) {
        Media media;
        if (url != null) {
            Media.Inline inline = Media.ofDataUrl(url);
            media = inline != null ? inline : new Media.Url(url.toString(), null);
        } else if (fileId != null) {
            media = new Media.FileId(Dialect.OPENAI_RESPONSES, fileId, null);
        } else {
            return null;
        }
        boolean bare = fileName == null && detail == null;
        Part.MediaDetail about = bare ? Part.MediaDetail.NONE : new Part.MediaDetail(fileName, detail, null, null);
        return new Part.Attachment(kind(kind, media), media, about, null);
    }

    /** A file may be a picture or a recording. */
    private static Media.Kind kind(Media.Kind said, Media media) {
        String type = media instanceof Media.Inline inline ? inline.mimeType() : "";
        if (said != Media.Kind.DOCUMENT) {
            return said;
        }
        if (type.startsWith("image/")) {
            return Media.Kind.IMAGE;
        }
        return type.startsWith("audio/")
                ? Media.Kind.AUDIO
                : type.startsWith("video/") ? Media.Kind.VIDEO : Media.Kind.DOCUMENT;
    }

    private static @Nullable Part audio(RawJson value) {
        Utf8 data = null;
        String format = "wav";
        try (JsonReader in = value.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "data" -> data = in.kind() == JsonKind.TEXT ? in.utf8() : null;
                        case "format" -> format = String.valueOf(in.lenientText());
                        default -> in.skip();
                    }
                }
            }
        }
        if (data == null) {
            return null;
        }
        String mimeType = format.equals("mp3") ? "audio/mpeg" : "audio/" + format;
        return new Part.Attachment(Media.Kind.AUDIO, new Media.Inline(mimeType, data), Part.MediaDetail.NONE, null);
    }
}
