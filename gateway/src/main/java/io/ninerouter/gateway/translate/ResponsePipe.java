package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's answer runs through on its way to the caller. One instance per answer; no clock, no I/O; not
 * thread-safe.
 */
public sealed interface ResponsePipe permits PassThroughPipe, TranslatedPipe {

    /** The provider's answer has ended; an event that lacks its last blank line still counts. */
    void end();

    /** Tokens as last reported; null when the provider said nothing (yet). */
    @Nullable
    Usage usage();

    /** Whether a meaningful event has been seen: from then on the answer may be committed to the caller. */
    boolean firstMeaningful();

    /**
     * Whether the dialect's own end has been seen. False after {@link #end()} means that the answer was cut (or, if
     * {@link #readable()} is false, that it could not be read).
     */
    boolean finished();

    /**
     * Whether the last word of a stream was said: the dialect's end, or an error. What follows of it is there at once, or
     * never. An answer in one piece is what its length or its last chunk says, not sooner.
     */
    boolean concluded();

    /** The error that came inside a 200 answer; null when none did. */
    @Nullable
    ApiError inStreamError();

    /** False once the answer could not be understood any more: what the others say then is what was known before. */
    boolean readable();

    /**
     * What to send to the caller, after the bytes so far, when the answer fails in the middle: the dialect's error event,
     * so that nobody takes it for a clean end. Empty for unary answers: there only cutting the connection is honest.
     *
     * @param requestId named in the error where the dialect has a place for it
     */
    byte[] failure(ApiError error, @Nullable String requestId);

    /**
     * What to send in a silence so that nobody cuts the connection; empty where the framing has nothing harmless, or where
     * it would land within an event.
     */
    byte[] keepAlive();
}
