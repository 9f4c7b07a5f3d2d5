package io.ninerouter.gateway.translate.kiro;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which images the service takes. */
final class ImageFormats {
    private ImageFormats() {}

    /** Its word for a type; null when it takes none of it. */
    static @Nullable String of(String mimeType) {
        return switch (mimeType.toLowerCase(Locale.ROOT)) {
            case "image/png" -> "png";
            case "image/jpeg", "image/jpg" -> "jpeg";
            case "image/gif" -> "gif";
            case "image/webp" -> "webp";
            default -> null;
        };
    }
}
