package io.ninerouter.quickstart.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the provider says.
 *
 * @param id 24 hex digits; a dialect puts its own prefix before it
 * @param createdSeconds epoch seconds
 * @param model the model that was asked for
 * @param words the text in the pieces in which it is streamed; empty when a tool is called
 * @param call the tool call; null when there is text
 * @param cut whether the bound of tokens ended the answer
 * @param inputTokens tokens of the request
 * @param outputTokens tokens of the answer
 */
record Answer(
        String id,
        long createdSeconds,
        String model,
        List<String> words,
        @Nullable ToolCall call,
        boolean cut,
        int inputTokens,
        int outputTokens) {

    Answer {
        words = List.copyOf(words);
    }

    /** The text in one piece. */
    String text() {
        return String.join("", words);
    }

    /** Input and output tokens together. */
    int totalTokens() {
        return inputTokens + outputTokens;
    }
}
