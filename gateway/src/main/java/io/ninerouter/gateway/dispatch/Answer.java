package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.gateway.chat.ApiError;
import reactor.core.publisher.Flux;

/** What the caller gets. */
public sealed interface Answer {

    /**
     * A provider's answer, complete.
     *
     * @param headers those for the caller
     * @param body passes to the receiver, who writes or releases it
     */
    record Whole(int status, HttpHeaders headers, ByteBuf body) implements Answer {}

    /**
     * A provider's answer that still flows.
     *
     * @param headers those for the caller
     * @param body to be subscribed once, on the event loop of the call; each buffer passes to the subscriber. Cancelling
     *     cancels the provider. An error means that the connection to the caller must be cut: the answer is not complete and
     *     there is no way to say so within it
     * @param abandon lets go of everything, for when the body cannot be subscribed any more; harmless after its end
     */
    record Flowing(int status, HttpHeaders headers, Flux<ByteBuf> body, Runnable abandon) implements Answer {}

    /** The gateway's own answer: an error, to be rendered in the caller's dialect. */
    record Refused(ApiError error) implements Answer {}
}
