package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.Media;

/** Names of kinds of media. */
final class ChatMedia {
    private ChatMedia() {}

    /** The type of what {@code input_audio} calls {@code wav} or {@code mp3}. */
    static String mimeType(String format) {
        return format.equals("mp3") ? "audio/mpeg" : "audio/" + format;
    }

    /** The {@code format} of {@code input_audio} for a type. */
    static String audioFormat(String mimeType) {
        String subtype = mimeType.substring(mimeType.indexOf('/') + 1);
        return switch (subtype) {
            case "mpeg" -> "mp3";
            case "x-wav", "wave", "vnd.wave" -> "wav";
            default -> subtype;
        };
    }

    /** What a file is. */
    static Media.Kind kind(Media media) {
        String mimeType = media instanceof Media.Inline inline ? inline.mimeType() : "";
        if (mimeType.startsWith("image/")) {
            return Media.Kind.IMAGE;
        }
        if (mimeType.startsWith("audio/")) {
            return Media.Kind.AUDIO;
        }
        return mimeType.startsWith("video/") ? Media.Kind.VIDEO : Media.Kind.DOCUMENT;
    }
}
