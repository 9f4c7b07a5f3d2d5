package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the content of a message. */
final class ChatPartEncoder {
    private final Losses losses;
    private final JsonWriter out;
    private final boolean hints;

    /** @param hints whether a text says that the prompt is to be cached up to its end */
    ChatPartEncoder(Losses losses, JsonWriter out, boolean hints) {
        this.losses = losses;
        this.out = out;
        this.hints = hints;
    }

    /** Whether its hint to the cache is said. */
    boolean saysHint(Part part) {
        return hints && part instanceof Part.Text;
    }

    /** The member {@code content}: a string where all is text and there is nothing to say of it. */
    void content(List<Part> parts) {
        boolean plain = parts.stream().noneMatch(part -> part.cache() != null && saysHint(part));
        if (plain && parts.stream().allMatch(Part.Text.class::isInstance)) {
            out.text("content", joined(parts));
            return;
        }
        out.array("content");
        parts.forEach(this::part);
        out.endArray();
    }

    /** Whether there is a way to say it. */
    boolean knows(Part.Attachment attachment) {
        return switch (attachment.media()) {
            case Media.Inline _, Media.PlainText _ -> true;
            case Media.Url _ -> attachment.kind() == Media.Kind.IMAGE || attachment.kind() == Media.Kind.VIDEO;
            case Media.FileId _ ->
                !ChatMessageEncoder.isForeign(attachment.media()) && attachment.kind() == Media.Kind.DOCUMENT;
        };
    }

    /** Counts what there is no way to say. */
    void refuse(Part.Attachment attachment) {
        boolean uploaded = attachment.media() instanceof Media.FileId;
        Feature feature = uploaded
                ? Feature.UPLOADED_FILES
                : attachment.kind() == Media.Kind.AUDIO ? Feature.AUDIO : Feature.DOCUMENT_URL;
        losses.dropped(feature, uploaded ? "of another dialect" : "by address");
    }

    private static String joined(List<Part> parts) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text only) {
            return only.text();
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text piece) {
                text.append(text.isEmpty() ? "" : "\n").append(piece.text());
            }
        }
        return text.toString();
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text text -> text(text.text(), hints ? text.cache() : null);
            case Part.Attachment attachment -> attachment(attachment);
            case Part.Opaque opaque -> out.raw(opaque.json());
            case Part.ServerTool tool -> out.raw(tool.json());
            default -> throw new IllegalArgumentException("content: " + part.getClass() + " (expected: sayable parts)");
        }
    }

    private void text(String text, @Nullable CacheHint hint) {
        out.object().text("type", "text").text("text", text);
        if (hint != null) {
            out.object("cache_control")
                    .text("type", "ephemeral")
                    .text("ttl", hint.ttl())
                    .endObject();
        }
        out.endObject();
    }

    private void attachment(Part.Attachment attachment) {
        if (attachment.media() instanceof Media.PlainText plain) {
            losses.approximated(Feature.DOCUMENTS, "as text");
            String name = attachment.about().name();
            text(name == null ? plain.text() : name + ":\n" + plain.text(), null);
            return;
        }
        Part.MediaDetail about = attachment.about();
        if (about.context() != null || about.citable() != null) {
            losses.dropped(Feature.DOCUMENT_DETAIL, "context and citing");
        }
        switch (attachment.kind()) {
            case IMAGE -> url("image_url", attachment.media(), about.detail());
            case VIDEO -> url("video_url", attachment.media(), null);
            case AUDIO -> audio(attachment.media());
            case DOCUMENT -> file(attachment.media(), about.name());
        }
    }

    private void url(String type, Media media, @Nullable String detail) {
        out.object().text("type", type).object(type).name("url");
        address(media);
        out.text("detail", detail).endObject().endObject();
    }

    private void audio(Media media) {
        if (media instanceof Media.Inline inline) {
            out.object().text("type", "input_audio").object("input_audio").name("data");
            out.plain("", inline.base64());
            out.text("format", ChatMedia.audioFormat(inline.mimeType().toLowerCase(Locale.ROOT)))
                    .endObject()
                    .endObject();
        }
    }

    private void file(Media media, @Nullable String name) {
        out.object().text("type", "file").object("file");
        if (media instanceof Media.FileId uploaded) {
            out.text("file_id", uploaded.id());
        } else {
            // OpenAI refuses data without a name.
            out.text("filename", name == null ? "document" : name).name("file_data");
            address(media);
        }
        out.endObject().endObject();
    }

    private void address(Media media) {
        switch (media) {
            case Media.Inline inline -> out.plain("data:" + inline.mimeType() + ";base64,", inline.base64());
            case Media.Url url -> out.text(url.url());
            case Media.FileId file -> out.text(file.id());
            case Media.PlainText plain -> out.text(plain.text());
        }
    }
}
