package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Attachments as providers of this dialect take them: images of four types, PDFs and plain text. In the place of anything
 * else stand words that say what is missing, so that no turn becomes empty and the model does not guess.
 */
final class MediaFitting {
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Set<String> TEXTS = Set.of("application/json", "application/xml", "application/yaml");

    private final Exchange exchange;

    MediaFitting(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The attachment, or words in its stead. */
    Part fit(Part.Attachment attachment) {
        Feature feature = Feature.of(attachment.kind());
        if (attachment.about().detail() != null && !attachment.about().detail().equals("auto")) {
            exchange.losses().dropped(Feature.IMAGE_DETAIL, "has no such setting");
        }
        return switch (attachment.kind()) {
            case IMAGE -> image(attachment);
            case DOCUMENT -> document(attachment);
            case AUDIO, VIDEO -> leftOut(attachment, feature, "the dialect has none");
        };
    }

    private Part image(Part.Attachment image) {
        return switch (image.media()) {
            case Media.Inline inline ->
                IMAGES.contains(inline.mimeType()) ? image : leftOut(image, Feature.IMAGES, "of this type");
            case Media.Url url -> web(url.url()) ? image : leftOut(image, Feature.IMAGE_URL, "not on the web");
            case Media.FileId file -> uploaded(image, file);
            case Media.PlainText _ -> leftOut(image, Feature.IMAGES, "of plain text");
        };
    }

    private Part document(Part.Attachment document) {
        return switch (document.media()) {
            case Media.Inline inline -> inline(document, inline);
            case Media.Url url -> web(url.url()) ? document : leftOut(document, Feature.DOCUMENT_URL, "not on the web");
            case Media.FileId file -> uploaded(document, file);
            case Media.PlainText _ -> document;
        };
    }

    private Part inline(Part.Attachment document, Media.Inline inline) {
        String type = inline.mimeType();
        if (type.equals("application/pdf")) {
            return document;
        }
        if (!type.startsWith("text/") && !TEXTS.contains(type)) {
            return leftOut(document, Feature.DOCUMENTS, "of this type");
        }
        try {
            byte[] text = Base64.getMimeDecoder().decode(inline.base64().toBytes());
            return new Part.Attachment(
                    document.kind(),
                    new Media.PlainText(new String(text, StandardCharsets.UTF_8)),
                    document.about(),
                    document.cache());
        } catch (IllegalArgumentException _) {
            return leftOut(document, Feature.DOCUMENTS, "not base64");
        }
    }

    private Part uploaded(Part.Attachment attachment, Media.FileId file) {
        return file.dialect() == Dialect.ANTHROPIC
                ? attachment
                : leftOut(attachment, Feature.UPLOADED_FILES, "of another provider");
    }

    private static boolean web(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }

    private Part leftOut(Part.Attachment attachment, Feature feature, String how) {
        exchange.losses().dropped(feature, how);
        String what = Feature.of(attachment.kind()).word();
        String name = attachment.about().name();
        return new Part.Text(
                "[left out here: " + what + (name == null ? "" : ", " + name) + "]",
                List.of(),
                null,
                attachment.cache());
    }
}
