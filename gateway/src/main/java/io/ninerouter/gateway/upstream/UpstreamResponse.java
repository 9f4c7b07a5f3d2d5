package io.ninerouter.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Flux;

/**
 * An answer whose head has arrived.
 *
 * @param status HTTP status
 * @param headers as received
 * @param body to be subscribed exactly once, and then read to the end or cancelled: else the connection leaks. A buffer is
 *     valid during {@code onNext} alone; retain it to keep it. Signals come on the event loop of the call. An error is an
 *     {@link UpstreamException}. Cancelling closes the connection
 */
public record UpstreamResponse(int status, HttpHeaders headers, Flux<ByteBuf> body) {}
