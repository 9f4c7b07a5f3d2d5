package io.ninerouter.quickstart.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, whatever dialect it came in.
 *
 * @param model as the caller named it
 * @param text the last thing that a user said; empty when there is none
 * @param toolResult what a tool returned, when the conversation ends with that; else null
 * @param tools the functions on offer
 * @param maxTokens bound of the answer; null = none
 * @param inputTokens as {@link Tokens} counts
 */
record Ask(
        String model,
        String text,
        @Nullable String toolResult,
        List<ToolSpec> tools,
        @Nullable Integer maxTokens,
        int inputTokens) {

    Ask {
        if (model.isBlank()) {
            throw Refusal.badRequest("model: \"\" (expected: the name of a model)");
        }
        if (maxTokens != null && maxTokens < 1) {
            throw Refusal.badRequest("max tokens: " + maxTokens + " (expected: >= 1)");
        }
        tools = List.copyOf(tools);
    }
}
