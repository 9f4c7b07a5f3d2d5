package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement comes from.
 *
 * @param url of a web page; null when the source is a document of the request
 * @param title of the page or document
 * @param quote the words cited
 * @param range which characters of the text the citation stands for; null = all of it
 * @param dialect the dialect of {@code raw}
 * @param raw the citation as it came, for its own dialect
 */
public record Citation(
        @Nullable String url,
        @Nullable String title,
        @Nullable String quote,
        @Nullable Range range,
        Dialect dialect,
        RawJson raw) {

    /** Characters {@code from} (inclusive) to {@code to} (exclusive) of the text part. */
    public record Range(int from, int to) {}
}
