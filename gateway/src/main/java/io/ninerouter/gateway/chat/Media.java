package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an image, document, recording or film are. */
public sealed interface Media {

    /**
     * In the message itself.
     *
     * @param mimeType such as {@code image/png}
     * @param base64 standard alphabet; a slice of the request, never decoded or copied on its way
     */
    record Inline(String mimeType, Utf8 base64) implements Media {}

    /**
     * At an address that the provider is to fetch.
     *
     * @param mimeType null = not said
     */
    record Url(String url, @Nullable String mimeType) implements Media {}

    /**
     * Uploaded before, to a provider of this dialect; means nothing to another.
     *
     * @param mimeType null = not said
     */
    record FileId(Dialect dialect, String id, @Nullable String mimeType) implements Media {}

    /** Plain text that is given as a document. */
    record PlainText(String text) implements Media {}

    /** Reads a {@code data:} URL; null when it is none, or one without base64. */
    static @Nullable Inline ofDataUrl(Utf8 url) {
        return DataUrl.parse(url);
    }

    /** Kinds of content. */
    enum Kind {
        IMAGE,
        DOCUMENT,
        AUDIO,
        VIDEO
    }
}
