package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/** What an answer has beside text: citations of web pages ({@code annotations}) and pictures ({@code images}). */
final class ChatAnnotations {
    private ChatAnnotations() {}

    /** A picture {@code {"type":"image_url","image_url":{"url"}}}; null when it is none. */
    static Part.@Nullable Attachment image(RawJson element) {
        Utf8 url = null;
        try (JsonReader in = element.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("image_url") && in.lenientObject()) {
                        while (in.nextField()) {
                            if (in.name().equals("url") && in.kind() == JsonKind.TEXT) {
                                url = in.utf8();
                            }
                        }
                    }
                }
            }
        }
        if (url == null) {
            return null;
        }
        Media.Inline inline = Media.ofDataUrl(url);
        Media media = inline != null ? inline : new Media.Url(url.toString(), null);
        return new Part.Attachment(Media.Kind.IMAGE, media, Part.MediaDetail.NONE, null);
    }

    /** A citation {@code {"type":"url_citation","url_citation":{…}}}; null when it is of another type. */
    static @Nullable Citation citation(RawJson element) {
        try (JsonReader in = element.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("url_citation") && in.lenientObject()) {
                        return page(in, element);
                    }
                }
            }
        }
        return null;
    }

    private static Citation page(JsonReader in, RawJson raw) {
        String url = null;
        String title = null;
        String quote = null;
        long from = -1;
        long to = -1;
        while (in.nextField()) {
            switch (in.name()) {
                case "url" -> url = in.lenientText();
                case "title" -> title = in.lenientText();
                case "content" -> quote = in.lenientText();
                case "start_index" -> from = in.lenientLong(-1);
                case "end_index" -> to = in.lenientLong(-1);
                default -> in.skip();
            }
        }
        Citation.Range range = from < 0 || to < from ? null : new Citation.Range((int) from, (int) to);
        return new Citation(url, title, quote, range, Dialect.OPENAI_CHAT, raw);
    }

    /** Writes a citation as value; false when it has no web page, which is all that the dialect can cite. */
    static boolean write(Citation citation, JsonWriter out) {
        if (citation.dialect() == Dialect.OPENAI_CHAT) {
            out.raw(citation.raw());
            return true;
        }
        if (citation.url() == null) {
            return false;
        }
        out.object().text("type", "url_citation").object("url_citation");
        Citation.Range range = citation.range();
        if (range != null) {
            out.number("start_index", range.from()).number("end_index", range.to());
        }
        out.text("url", citation.url())
                .text("title", citation.title() == null ? citation.url() : citation.title())
                .endObject()
                .endObject();
        return true;
    }

    /** Writes a picture as value. */
    static void write(Media media, JsonWriter out) {
        out.object().text("type", "image_url").object("image_url").name("url");
        switch (media) {
            case Media.Inline inline -> out.plain("data:" + inline.mimeType() + ";base64,", inline.base64());
            case Media.Url url -> out.text(url.url());
            case Media.FileId file -> out.text(file.id());
            case Media.PlainText plain -> out.text(plain.text());
        }
        out.endObject().endObject();
    }
}
