package io.ninerouter.gateway.health;

import org.jspecify.annotations.Nullable;

/** How one attempt at a provider ended. */
public sealed interface Outcome {

    /** A good answer. */
    record Success() implements Outcome {}

    /**
     * An HTTP answer that was none, or an error inside a good one.
     *
     * @param status the provider's status, or the one that its in-stream error means
     * @param retryAfterMillis delay that the provider asked for; null = none; see {@link RetryAfter}
     * @param message what it said, without content and secrets
     */
    record Refused(int status, @Nullable Long retryAfterMillis, String message) implements Outcome {}

    /**
     * No HTTP answer: refused, reset, timed out, or cut.
     *
     * @param message what happened
     */
    record NoAnswer(String message) implements Outcome {}

    /** The caller left: says nothing about the provider. */
    record Abandoned() implements Outcome {}
}
