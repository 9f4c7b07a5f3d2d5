package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StopReason.Kind;
import java.util.Set;

/** The words of {@code finishReason} and {@code blockReason}. */
final class GeminiStops {
    // Vertex numbers: only there enumerations were seen as numbers.
    private static final String[] FINISH_NUMBERS = {
        "FINISH_REASON_UNSPECIFIED",
        "STOP",
        "MAX_TOKENS",
        "SAFETY",
        "RECITATION",
        "OTHER",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "MALFORMED_FUNCTION_CALL",
        "MODEL_ARMOR",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
        "IMAGE_OTHER",
        "UNEXPECTED_TOOL_CALL",
        "NO_IMAGE"
    };
    private static final String[] BLOCK_NUMBERS = {
        "BLOCKED_REASON_UNSPECIFIED",
        "SAFETY",
        "OTHER",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "MODEL_ARMOR",
        "IMAGE_SAFETY",
        "JAILBREAK"
    };
    private static final Set<String> FILTERED = Set.of(
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "MODEL_ARMOR",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");
    private static final Set<String> UNKNOWN = Set.of("OTHER", "IMAGE_OTHER", "NO_IMAGE");
    private static final Set<String> FAILED = Set.of(
            "MALFORMED_FUNCTION_CALL",
            "UNEXPECTED_TOOL_CALL",
            "TOO_MANY_TOOL_CALLS",
            "MISSING_THOUGHT_SIGNATURE",
            "MALFORMED_RESPONSE");

    private GeminiStops() {}

    /** The word for a {@code finishReason}, which may be a number. */
    static String finishWord(String scalar) {
        return GeminiNames.word(scalar, FINISH_NUMBERS);
    }

    /** The word for a {@code blockReason}, which may be a number. */
    static String blockWord(String scalar) {
        return GeminiNames.word(scalar, BLOCK_NUMBERS);
    }

    /** Whether the word says that nothing usable came of it: the answer is not to be taken for complete. */
    static boolean isError(String word) {
        return FAILED.contains(word);
    }

    /**
     * What a word means.
     *
     * @param word empty when the provider gave none
     * @param calls whether the answer calls functions: there is no word for that
     */
    static StopReason read(String word, boolean calls) {
        Kind kind = switch (word) {
            case "", "STOP" -> calls ? Kind.TOOL_USE : Kind.STOP;
            case "MAX_TOKENS" -> Kind.LENGTH;
            default -> FILTERED.contains(word) ? Kind.CONTENT_FILTER : Kind.OTHER;
        };
        return StopReason.of(kind, word);
    }

    /** The word for a reason; the provider's own when it was a Gemini one. */
    static String word(StopReason reason) {
        return switch (reason.kind()) {
            case STOP, TOOL_USE, PAUSE -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case CONTENT_FILTER, REFUSAL -> FILTERED.contains(reason.wire()) ? reason.wire() : "SAFETY";
            case OTHER -> UNKNOWN.contains(reason.wire()) ? reason.wire() : "OTHER";
        };
    }
}
