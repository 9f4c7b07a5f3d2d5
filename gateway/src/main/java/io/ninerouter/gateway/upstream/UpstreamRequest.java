package io.ninerouter.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.egress.Egress;
import java.net.URI;

/**
 * One POST to a provider, ready to send.
 *
 * @param uri absolute; may hold a credential (scheme Query): never print it
 * @param headers everything but Host and Content-Length; may hold a credential: never print them
 * @param body stays the caller's: a duplicate is sent, so the same bytes can be sent again
 * @param connectMillis bound of connecting
 * @param way how the provider is reached
 * @param http2 whether HTTP/2 is offered beside HTTP/1.1 when TLS is set up; without TLS it is HTTP/1.1 in any case
 */
public record UpstreamRequest(
        URI uri, HttpHeaders headers, ByteBuf body, long connectMillis, Egress way, boolean http2) {

    /** One to a server of HTTP/1.1 that nothing is said of how it is reached. */
    public UpstreamRequest(URI uri, HttpHeaders headers, ByteBuf body, long connectMillis) {
        this(uri, headers, body, connectMillis, Egress.DEFAULT, false);
    }

    /** The host alone: the rest may hold a credential. */
    @Override
    public String toString() {
        return "UpstreamRequest[" + uri.getHost() + "]";
    }
}
