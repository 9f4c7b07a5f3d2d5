package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import org.jspecify.annotations.Nullable;

/** {@code stop_reason}, both ways. */
final class StopWords {
    private static final String WINDOW = "model_context_window_exceeded";
    private static final String COMPACTION = "compaction";

    private StopWords() {}

    /** What a word means. */
    static StopReason read(String word, @Nullable String sequence) {
        StopReason.Kind kind = switch (word) {
            case "end_turn", "stop_sequence" -> StopReason.Kind.STOP;
            case "max_tokens", WINDOW -> StopReason.Kind.LENGTH;
            case "tool_use" -> StopReason.Kind.TOOL_USE;
            case "pause_turn", COMPACTION -> StopReason.Kind.PAUSE;
            case "refusal" -> StopReason.Kind.REFUSAL;
            default -> StopReason.Kind.OTHER;
        };
        return new StopReason(kind, word, sequence == null ? "" : sequence);
    }

    /**
     * The word for a reason.
     *
     * @param calls whether tools are called: clients go by the word
     * @param refused whether the model declined in words, which other dialects tell only by a part
     */
    static String word(StopReason reason, boolean calls, boolean refused, Losses losses) {
        return switch (reason.kind()) {
            case STOP -> {
                if (calls) {
                    yield "tool_use";
                }
                if (refused) {
                    losses.approximated(Feature.STOP_REASON, "a refusal in words as refusal");
                    yield "refusal";
                }
                yield reason.sequence().isEmpty() ? "end_turn" : "stop_sequence";
            }
            case LENGTH -> reason.wire().equals(WINDOW) ? WINDOW : "max_tokens";
            case TOOL_USE -> "tool_use";
            case CONTENT_FILTER -> {
                losses.approximated(Feature.STOP_REASON, "a filter as refusal");
                yield "refusal";
            }
            case REFUSAL -> "refusal";
            case PAUSE -> reason.wire().equals(COMPACTION) ? COMPACTION : "pause_turn";
            case OTHER -> {
                losses.approximated(Feature.STOP_REASON, "unknown reason as end of turn");
                yield calls ? "tool_use" : "end_turn";
            }
        };
    }
}
