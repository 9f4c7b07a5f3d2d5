package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.translate.Story;

/** An answer broke off in its middle, where another target can go on. A signal within this package: without a trace. */
final class BrokenOffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Story story;
    private final transient Outcome outcome;
    private final transient ApiError error;

    /**
     * Where a story broke off.
     *
     * @param outcome what was learnt of the target
     * @param error what the caller is to hear if nobody goes on
     */
    BrokenOffException(Story story, Outcome outcome, ApiError error) {
        super(error.message(), null, false, false);
        this.story = story;
        this.outcome = outcome;
        this.error = error;
    }

    Story story() {
        return story;
    }

    Outcome outcome() {
        return outcome;
    }

    ApiError error() {
        return error;
    }
}
