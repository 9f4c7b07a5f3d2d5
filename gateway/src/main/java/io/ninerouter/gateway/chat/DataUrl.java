package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code data:image/png;base64,…}, taken apart without copying the data. */
final class DataUrl {
    private static final int MAX_HEADER = 256;

    private DataUrl() {}

    static Media.@Nullable Inline parse(Utf8 url) {
        byte[] bytes = url.array();
        int limit = Math.min(url.to(), url.from() + MAX_HEADER);
        int comma = url.from();
        while (comma < limit && bytes[comma] != ',') {
            comma++;
        }
        if (comma == limit) {
            return null;
        }
        String header = new String(bytes, url.from(), comma - url.from(), StandardCharsets.UTF_8);
        if (!header.startsWith("data:") || !header.endsWith(";base64")) {
            return null;
        }
        String type = header.substring("data:".length(), header.length() - ";base64".length());
        int parameters = type.indexOf(';');
        String mimeType = parameters < 0 ? type : type.substring(0, parameters);
        return new Media.Inline(
                mimeType.isEmpty() ? "application/octet-stream" : mimeType, Utf8.slice(bytes, comma + 1, url.to()));
    }
}
