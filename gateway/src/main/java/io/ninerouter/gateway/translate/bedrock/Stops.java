package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StopReason.Kind;

/** The words of {@code stopReason}. */
final class Stops {
    private Stops() {}

    /** Whether the word says that nothing usable came of it: the answer is not to be taken for complete. */
    static boolean isError(String word) {
        return word.equals("malformed_model_output") || word.equals("malformed_tool_use");
    }

    static StopReason read(String word) {
        Kind kind = switch (word) {
            case "end_turn", "stop_sequence" -> Kind.STOP;
            case "tool_use" -> Kind.TOOL_USE;
            case "max_tokens", "model_context_window_exceeded" -> Kind.LENGTH;
            case "guardrail_intervened", "content_filtered" -> Kind.CONTENT_FILTER;
            default -> Kind.OTHER;
        };
        return StopReason.of(kind, word);
    }
}
