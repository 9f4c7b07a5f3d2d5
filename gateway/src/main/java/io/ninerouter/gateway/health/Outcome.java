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
     * @param fault what it says
     * @param retryAfterMillis delay that the provider asked for; null = none; see {@link RetryHints}
     * @param message what it did, without its status, content and secrets
     */
    record Refused(int status, Fault fault, @Nullable Long retryAfterMillis, String message) implements Outcome {

        /** A status of which nothing else is known. */
        public Refused(int status, @Nullable Long retryAfterMillis, String message) {
            this(status, Faults.ofStatus(status), retryAfterMillis, message);
        }
    }

    /**
     * No HTTP answer: refused, reset, timed out, or cut.
     *
     * @param message what happened
     */
    record NoAnswer(String message) implements Outcome {}

    /**
     * The provider has not seen the request: there was no room for it, or a kept connection turned out to be closed. Says
     * nothing about the provider.
     *
     * @param message what happened
     */
    record NotSent(String message) implements Outcome {}

    /** The caller left: says nothing about the provider. */
    record Abandoned() implements Outcome {}

    /** What went wrong; null when nothing did, or nothing that says something of the provider. */
    default @Nullable Fault fault() {
        return switch (this) {
            case Success _, NotSent _, Abandoned _ -> null;
            case Refused refused -> refused.fault();
            case NoAnswer _ -> Fault.UNREACHABLE;
        };
    }
}
