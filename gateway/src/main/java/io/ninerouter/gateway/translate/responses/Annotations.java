package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;

/** Citations: {@code url_citation} names a web page; {@code file_citation} and others are kept as they came. */
final class Annotations {
    private Annotations() {}

    /** Reads one; the result shares its bytes. */
    static Citation read(RawJson annotation) {
        String url = null;
        String title = null;
        String file = null;
        long from = -1;
        long to = -1;
        try (JsonReader in = annotation.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "url" -> url = in.lenientText();
                        case "title" -> title = in.lenientText();
                        case "filename" -> file = in.lenientText();
                        case "start_index" -> from = in.lenientLong(-1);
                        case "end_index" -> to = in.lenientLong(-1);
                        default -> in.skip();
                    }
                }
            }
        }
        boolean ranged = from >= 0 && to >= from && to <= Integer.MAX_VALUE;
        Citation.Range range = ranged ? new Citation.Range((int) from, (int) to) : null;
        return new Citation(url, title == null ? file : title, null, range, Dialect.OPENAI_RESPONSES, annotation);
    }

    /** Whether the dialect can say it: its own, and those of web pages. */
    static boolean sayable(Citation citation) {
        return citation.dialect() == Dialect.OPENAI_RESPONSES || citation.url() != null;
    }

    /**
     * Writes one that is sayable, as value.
     *
     * @param length of the text so far, which a citation without a range stands for
     */
    static void write(Citation citation, int length, JsonWriter out) {
        if (citation.dialect() == Dialect.OPENAI_RESPONSES) {
            out.raw(citation.raw());
            return;
        }
        Citation.Range range = citation.range();
        out.object()
                .text("type", "url_citation")
                .number("start_index", range == null ? 0 : range.from())
                .number("end_index", range == null ? length : range.to())
                .text("url", citation.url())
                .text("title", citation.title() == null ? citation.url() : citation.title())
                .endObject();
    }
}
