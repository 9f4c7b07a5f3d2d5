package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import org.jspecify.annotations.Nullable;

/** What each dialect does its own way. Stateless. */
@SuppressWarnings("DoNotCallSuggester")
public final class Dialects {
    private Dialects() {}

    /**
     * The body of an error answer: JSON in the caller's dialect. The status and {@code Retry-After} are headers and for
     * the HTTP edge to send.
     *
     * @param requestId named where the dialect has a place for it
     */
    public static byte[] errorBody(Dialect dialect, ApiError error, @Nullable String requestId) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** An error as one SSE event of the dialect, blank line included: the last one of its stream. */
    public static byte[] errorEvent(Dialect dialect, ApiError error, @Nullable String requestId) {
        throw new UnsupportedOperationException("not built yet");
    }
}
