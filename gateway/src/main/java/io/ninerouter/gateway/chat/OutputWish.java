package io.ninerouter.gateway.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answer should be like.
 *
 * @param maxTokens generated tokens, reasoning included; null = not said
 * @param stop texts that end the answer
 * @param format null = not said, which is text
 * @param choices number of answers; null = one
 * @param logprobs number of likeliest tokens to report at each place, 0 = only the one taken; null = report nothing
 * @param verbosity such as {@code low}; null = not said
 */
public record OutputWish(
        @Nullable Long maxTokens,
        List<String> stop,
        @Nullable OutputFormat format,
        @Nullable Long choices,
        @Nullable Long logprobs,
        @Nullable String verbosity) {
    /** Nothing said. */
    public static final OutputWish NONE = new OutputWish(null, List.of(), null, null, null, null);

    public OutputWish {
        stop = stop == null ? List.of() : List.copyOf(stop);
    }

    /** The same with another limit. */
    public OutputWish withMaxTokens(@Nullable Long limit) {
        return new OutputWish(limit, stop, format, choices, logprobs, verbosity);
    }
}
