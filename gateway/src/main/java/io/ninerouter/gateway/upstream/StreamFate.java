package io.ninerouter.gateway.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;

/**
 * Watches one stream of HTTP/2 for why its server closed it (RFC 9113, 6.4, 6.8 and 8.7). One instance per exchange; used on
 * its event loop alone.
 */
final class StreamFate extends ChannelInboundHandlerAdapter {
    private boolean unseen;
    private boolean reset;

    /** Whether the server said that it did not process the request: it may be sent again as it is. */
    boolean unseen() {
        return unseen;
    }

    /** Whether the server gave this stream up, rather than the connection. */
    boolean reset() {
        return reset;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            // Streams get it only when they are beyond the last that the server will process.
            case Http2GoAwayFrame _ -> unseen = true;
            case Http2ResetFrame frame -> {
                reset = true;
                unseen |= frame.errorCode() == Http2Error.REFUSED_STREAM.code();
            }
            default -> {}
        }
        context.fireUserEventTriggered(event);
    }
}
