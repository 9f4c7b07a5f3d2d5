package io.ninerouter.gateway.chat;

import org.jspecify.annotations.Nullable;

/** How the next token is drawn; null = not said. */
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long topK,
        @Nullable Long seed,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty) {
    /** Nothing said. */
    public static final Sampling NONE = new Sampling(null, null, null, null, null, null);
}
