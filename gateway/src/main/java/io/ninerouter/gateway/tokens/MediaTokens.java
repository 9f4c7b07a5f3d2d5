package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.Utf8;

/**
 * Tokens of attachments, after the providers' docs. Their bytes are not tokenized: of an image only the head is read, of the
 * others only the length counts.
 */
final class MediaTokens {
    /** Stands for an image whose size cannot be seen: one at an address, uploaded, or of an unknown format. */
    private static final ImageSize USUAL = new ImageSize(1_024, 1_024);
    /** Stands for a document at an address. */
    private static final long USUAL_PAGES = 5;
    /** PDFs with some pictures. */
    private static final long BYTES_A_PAGE = 50_000;
    /** MP3 at 128 kbit/s. */
    private static final long AUDIO_BYTES_A_SECOND = 16_000;
    /** 2 Mbit/s. */
    private static final long VIDEO_BYTES_A_SECOND = 250_000;
    /** Stands for a recording or film at an address. */
    private static final long USUAL_SECONDS = 60;

    private MediaTokens() {}

    static long of(Part.Attachment attachment, TokenRules rules) {
        Media media = attachment.media();
        return switch (attachment.kind()) {
            case IMAGE -> image(media, "low".equals(attachment.about().detail()), rules.family());
            case DOCUMENT -> document(media, rules.family());
            // Gemini: 32 a second; OpenAI: 10.
            case AUDIO -> seconds(media, AUDIO_BYTES_A_SECOND) * (rules.family() == TokenRules.Family.GEMINI ? 32 : 10);
            // Gemini: 258 a frame, a frame a second, and 32 of sound.
            case VIDEO -> seconds(media, VIDEO_BYTES_A_SECOND) * 290;
        };
    }

    private static long image(Media media, boolean low, TokenRules.Family family) {
        ImageSize known = media instanceof Media.Inline inline ? ImageSize.of(inline.base64()) : null;
        ImageSize size = known == null ? USUAL : known;
        return switch (family) {
            // width × height / 750 after fitting into 1,568 pixels, at most about 1,600.
            case CLAUDE -> {
                ImageSize fitted = size.within(1_568);
                yield Math.clamp(Math.ceilDiv((long) fitted.width() * fitted.height(), 750L), 1, 1_600);
            }
            // 258 for a small one, else for each tile of 768 pixels.
            case GEMINI ->
                size.width() <= 384 && size.height() <= 384
                        ? 258
                        : 258L * Math.ceilDiv(size.width(), 768) * Math.ceilDiv(size.height(), 768);
            // 85, and 170 for each tile of 512 pixels after fitting into 2,048 pixels and the short side into 768.
            case OPENAI, OTHER -> {
                ImageSize fitted = size.within(2_048).shortSide(768);
                yield low ? 85 : 85 + 170L * Math.ceilDiv(fitted.width(), 512) * Math.ceilDiv(fitted.height(), 512);
            }
        };
    }

    private static long document(Media media, TokenRules.Family family) {
        if (media instanceof Media.Inline inline && inline.mimeType().startsWith("text/")) {
            return bytes(inline) / 4;
        }
        long pages = media instanceof Media.Inline inline ? Math.ceilDiv(bytes(inline), BYTES_A_PAGE) : USUAL_PAGES;
        return pages
                * switch (family) {
                    // 1,500 to 3,000 of text and about 1,500 for the picture of the page.
                    case CLAUDE -> 3_000;
                    case GEMINI -> 258;
                    case OPENAI, OTHER -> 1_500;
                };
    }

    private static long seconds(Media media, long bytesASecond) {
        return media instanceof Media.Inline inline ? Math.ceilDiv(bytes(inline), bytesASecond) : USUAL_SECONDS;
    }

    private static long bytes(Media.Inline inline) {
        Utf8 base64 = inline.base64();
        int end = base64.to();
        while (end > base64.from() && base64.array()[end - 1] == '=') {
            end--;
        }
        return Math.max(1, (end - base64.from()) * 3L / 4);
    }
}
