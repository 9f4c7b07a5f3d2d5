package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code inlineData} and {@code fileData}. */
final class GeminiMedia {
    private static final String FILES = "https://generativelanguage.googleapis.com/";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("heic", "image/heic"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"),
            Map.entry("txt", "text/plain"));

    private final boolean strict;

    /** For requests (strict, sharing the bytes) or answers (lenient, copying them). */
    GeminiMedia(boolean strict) {
        this.strict = strict;
    }

    Part.@Nullable Attachment inline(JsonReader in) {
        String type = null;
        String name = null;
        Utf8 data = null;
        if (!(strict ? in.object() : in.lenientObject())) {
            return null;
        }
        while (in.nextField()) {
            switch (GeminiNames.camel(in.name())) {
                case "mimeType" -> type = string(in);
                case "displayName" -> name = string(in);
                case "data" -> data = strict || in.kind() == JsonKind.TEXT ? in.utf8() : null;
                default -> in.skip();
            }
        }
        if (data == null) {
            if (strict) {
                throw new BadJsonException("inlineData.data: missing (expected: base64)");
            }
            return null;
        }
        String mimeType = type == null || type.isEmpty() ? "application/octet-stream" : type;
        Utf8 base64 = standard(strict ? data : Utf8.slice(data.toBytes(), 0, data.length()));
        Media.Kind kind = kind(mimeType);
        String plain = kind == Media.Kind.DOCUMENT && mimeType.startsWith("text/plain") ? plainText(base64) : null;
        Media media = plain == null ? new Media.Inline(mimeType, base64) : new Media.PlainText(plain);
        return new Part.Attachment(kind, media, named(name), null);
    }

    Part.@Nullable Attachment file(JsonReader in) {
        String uri = null;
        String type = null;
        String name = null;
        if (!(strict ? in.object() : in.lenientObject())) {
            return null;
        }
        while (in.nextField()) {
            switch (GeminiNames.camel(in.name())) {
                case "fileUri" -> uri = string(in);
                case "mimeType" -> type = string(in);
                case "displayName" -> name = string(in);
                default -> in.skip();
            }
        }
        if (uri == null || uri.isEmpty()) {
            if (strict) {
                throw new BadJsonException("fileData.fileUri: missing (expected: an address)");
            }
            return null;
        }
        boolean uploaded = uri.startsWith(FILES) || !uri.startsWith("http");
        Media media = uploaded ? new Media.FileId(Dialect.GEMINI, uri, type) : new Media.Url(uri, type);
        String known = type == null ? guessed(uri) : type;
        // An address without a type is a film on YouTube: nothing else may be left without.
        return new Part.Attachment(known == null ? Media.Kind.VIDEO : kind(known), media, named(name), null);
    }

    /** What the end of an address says of its type; null when nothing. */
    static @Nullable String guessed(String url) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        return TYPES.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** The kind of content that a MIME type stands for. */
    static Media.Kind kind(String mimeType) {
        String type = mimeType.toLowerCase(Locale.ROOT);
        if (type.startsWith("image/")) {
            return Media.Kind.IMAGE;
        }
        if (type.startsWith("audio/")) {
            return Media.Kind.AUDIO;
        }
        return type.startsWith("video/") ? Media.Kind.VIDEO : Media.Kind.DOCUMENT;
    }

    /** Base64 in the standard alphabet and padded: Google takes the one for URLs too, nobody else does. */
    private static Utf8 standard(Utf8 data) {
        boolean other = data.length() % 4 != 0;
        for (int i = data.from(); i < data.to() && !other; i++) {
            byte b = data.array()[i];
            other = b == '-' || b == '_';
        }
        if (!other) {
            return data;
        }
        byte[] bytes = new byte[(data.length() + 3) / 4 * 4];
        for (int i = 0; i < bytes.length; i++) {
            byte b = i < data.length() ? data.array()[data.from() + i] : (byte) '=';
            bytes[i] = b == '-' ? (byte) '+' : b == '_' ? (byte) '/' : b;
        }
        return Utf8.slice(bytes, 0, bytes.length);
    }

    /** The text within base64; null when it is not clean UTF-8. */
    private static @Nullable String plainText(Utf8 base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.toBytes());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            // Then it stays what it is: data that says it were text.
            return null;
        }
    }

    private static Part.MediaDetail named(@Nullable String name) {
        return name == null ? Part.MediaDetail.NONE : new Part.MediaDetail(name, null, null, null);
    }

    private @Nullable String string(JsonReader in) {
        return strict ? in.text() : in.lenientText();
    }
}
