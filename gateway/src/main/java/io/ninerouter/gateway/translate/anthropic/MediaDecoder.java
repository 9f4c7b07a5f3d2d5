package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/** Reads {@code image} and {@code document} blocks. */
final class MediaDecoder {
    private MediaDecoder() {}

    /** The attachment; null when its source is of a kind that only this dialect has (documents made of blocks). */
    static Part.@Nullable Attachment read(Members block, Media.Kind kind, @Nullable CacheHint cache) {
        Media media = media(block.object("source"));
        if (media == null) {
            return null;
        }
        Part.MediaDetail about = new Part.MediaDetail(
                block.text("title"),
                null,
                block.text("context"),
                block.object("citations").bool("enabled"));
        return new Part.Attachment(
                kind, media, about.equals(Part.MediaDetail.NONE) ? Part.MediaDetail.NONE : about, cache);
    }

    private static @Nullable Media media(Members source) {
        return switch (source.type()) {
            case "base64" -> {
                Utf8 data = source.utf8("data");
                String type = source.text("media_type");
                yield data == null || type == null ? null : new Media.Inline(type, data);
            }
            case "url" -> new Media.Url(source.requiredText("url"), null);
            case "file" -> new Media.FileId(Dialect.ANTHROPIC, source.requiredText("file_id"), null);
            case "text" -> new Media.PlainText(source.requiredText("data"));
            default -> null;
        };
    }
}
