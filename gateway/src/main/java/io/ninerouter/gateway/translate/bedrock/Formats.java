package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.Media;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The service's words for types of attachments. */
final class Formats {
    private Formats() {}

    /** The word; null when it takes none of it. */
    static @Nullable String of(Media.Kind kind, String mimeType) {
        String type = mimeType.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case IMAGE -> image(type);
            case DOCUMENT -> document(type);
            case VIDEO -> video(type);
            case AUDIO -> audio(type);
        };
    }

    private static @Nullable String image(String type) {
        return switch (type) {
            case "image/png" -> "png";
            case "image/jpeg", "image/jpg" -> "jpeg";
            case "image/gif" -> "gif";
            case "image/webp" -> "webp";
            default -> null;
        };
    }

    private static @Nullable String document(String type) {
        return switch (type) {
            case "application/pdf" -> "pdf";
            case "text/csv" -> "csv";
            case "text/html" -> "html";
            case "text/markdown" -> "md";
            case "application/msword" -> "doc";
            case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" -> "docx";
            case "application/vnd.ms-excel" -> "xls";
            case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> "xlsx";
            case "application/json", "application/xml", "application/yaml" -> "txt";
            default -> type.startsWith("text/") ? "txt" : null;
        };
    }

    private static @Nullable String video(String type) {
        return switch (type) {
            case "video/mp4" -> "mp4";
            case "video/quicktime" -> "mov";
            case "video/x-matroska" -> "mkv";
            case "video/webm" -> "webm";
            case "video/x-flv" -> "flv";
            case "video/mpeg", "video/mpg" -> "mpeg";
            case "video/x-ms-wmv" -> "wmv";
            case "video/3gpp" -> "three_gp";
            default -> null;
        };
    }

    private static @Nullable String audio(String type) {
        return switch (type) {
            case "audio/wav", "audio/x-wav", "audio/wave" -> "wav";
            case "audio/mp3", "audio/mpeg" -> "mp3";
            case "audio/flac", "audio/x-flac" -> "flac";
            case "audio/opus" -> "opus";
            case "audio/aac" -> "aac";
            case "audio/ogg" -> "ogg";
            case "audio/webm" -> "webm";
            case "audio/mp4", "audio/m4a", "audio/x-m4a" -> "m4a";
            case "audio/x-matroska" -> "mka";
            case "audio/pcm", "audio/l16" -> "pcm";
            default -> null;
        };
    }

    /** The type of what lies at an address, by its ending where nobody said it. */
    static String type(Media.Url url) {
        if (url.mimeType() != null) {
            return url.mimeType();
        }
        String ending = url.url().substring(url.url().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "png", "gif", "webp", "jpeg" -> "image/" + ending;
            case "jpg" -> "image/jpeg";
            case "pdf" -> "application/pdf";
            case "csv", "html" -> "text/" + ending;
            case "txt" -> "text/plain";
            case "mp4", "webm" -> "video/" + ending;
            case "mov" -> "video/quicktime";
            case "wav", "mp3", "flac", "opus", "aac", "ogg", "m4a" -> "audio/" + ending;
            default -> "";
        };
    }
}
