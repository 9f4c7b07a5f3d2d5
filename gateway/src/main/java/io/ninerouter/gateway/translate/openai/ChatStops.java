package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StopReason.Kind;
import java.util.Locale;

/** The words of {@code finish_reason}. */
final class ChatStops {
    private ChatStops() {}

    /**
     * What a word means.
     *
     * @param wire empty when the provider gave none
     * @param calls whether the answer calls tools: several providers say {@code stop} then, or nothing
     */
    static StopReason read(String wire, boolean calls) {
        Kind kind = switch (wire.toLowerCase(Locale.ROOT)) {
            // "eos" is Together's, "end_turn" and "stop_sequence" come through from Claude.
            case "", "stop", "eos", "end_turn", "stop_sequence", "complete", "completed", "done" ->
                calls ? Kind.TOOL_USE : Kind.STOP;
            case "length", "max_tokens", "model_length", "model_context_window_exceeded" -> Kind.LENGTH;
            case "tool_calls", "function_call", "tool_use" -> Kind.TOOL_USE;
            case "content_filter", "safety", "recitation", "sensitive" -> Kind.CONTENT_FILTER;
            case "refusal" -> Kind.REFUSAL;
            default -> Kind.OTHER;
        };
        return StopReason.of(kind, wire);
    }

    /** Whether a word tells of a failure rather than of an end. */
    static boolean isError(String wire) {
        return switch (wire) {
            case "error", "network_error", "insufficient_system_resource", "abort" -> true;
            default -> false;
        };
    }

    /** The word for a reason; clients know no others. */
    static String word(StopReason reason) {
        return switch (reason.kind()) {
            case STOP, PAUSE, OTHER -> "stop";
            case LENGTH -> "length";
            case TOOL_USE -> "tool_calls";
            case CONTENT_FILTER, REFUSAL -> "content_filter";
        };
    }
}
