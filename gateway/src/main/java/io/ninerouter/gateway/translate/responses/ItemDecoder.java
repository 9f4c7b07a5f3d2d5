package io.ninerouter.gateway.translate.responses;

import org.jspecify.annotations.Nullable;

/** Reads one item of an answer: what is added to it, and what it is in the end, of which only what is new is told. */
sealed interface ItemDecoder permits MessageItemDecoder, ReasoningItemDecoder, CallItemDecoder, WholeItemDecoder {

    /** Something is added. */
    void event(WireEvent event);

    /**
     * The item is complete, or nothing more comes of it.
     *
     * @param item null when the provider did not say what it is in the end
     */
    void done(@Nullable WireItem item);
}
