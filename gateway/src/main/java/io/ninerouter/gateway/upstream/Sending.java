package io.ninerouter.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import io.ninerouter.gateway.upstream.UpstreamException.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** One exchange: writes the request once the connection is there, and tells failures apart by how far it came. */
final class Sending implements BiFunction<HttpClientRequest, NettyOutbound, Publisher<Void>> {
    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Sending.class, "used");

    private final UpstreamRequest request;
    private final StreamFate fate = new StreamFate();
    private @Nullable Channel shared;
    private boolean connected;
    private boolean reused;

    Sending(UpstreamRequest request) {
        this.request = request;
    }

    @Override
    public Publisher<Void> apply(HttpClientRequest head, NettyOutbound out) {
        connected = true;
        out.withConnection(connection -> begins(connection.channel()));
        head.requestHeaders().setAll(request.headers());
        return out.sendObject(request.body().retainedDuplicate());
    }

    private void begins(Channel channel) {
        boolean stream = channel instanceof Http2StreamChannel;
        Channel line = stream ? channel.parent() : channel;
        reused = line.attr(USED).getAndSet(Boolean.TRUE) != null;
        if (stream) {
            shared = line;
            channel.pipeline().addFirst(fate);
        }
    }

    /** Nobody waits for the head of the answer any more. */
    void abandoned() {
        Channel line = shared;
        if (line != null) {
            line.eventLoop().execute(() -> LineCheck.begin(line, request.connectMillis()));
        }
    }

    UpstreamResponse answered(HttpClientResponse response, Connection connection) {
        return new UpstreamResponse(
                response.status().code(),
                response.responseHeaders(),
                connection.inbound().receive().onErrorMap(Sending::cut));
    }

    Throwable failed(Throwable cause) {
        if (cause instanceof UpstreamException) {
            return cause;
        }
        if (!connected) {
            return new UpstreamException(Kind.CONNECT, notConnected(cause));
        }
        if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
            return new UpstreamException(Kind.MALFORMED, host() + " answered with something that is not HTTP");
        }
        if (fate.unseen()) {
            return new UpstreamException(Kind.STALE_CONNECTION, host() + " takes no more requests on this connection");
        }
        return reused && !fate.reset()
                ? new UpstreamException(Kind.STALE_CONNECTION, host() + " had closed an idle connection")
                : new UpstreamException(Kind.NO_ANSWER, host() + " closed the connection before it answered");
    }

    private static Throwable cut(Throwable cause) {
        return cause instanceof DecoderException
                ? new UpstreamException(Kind.MALFORMED, "the answer is not valid HTTP")
                : new UpstreamException(Kind.CUT, "the connection was closed within the answer");
    }

    private String notConnected(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException _ ->
                host() + " could not be reached within " + request.connectMillis() + " ms";
            case UnknownHostException _ -> host() + " could not be resolved";
            case ConnectException _ -> host() + " refused the connection";
            case SSLException _ -> host() + " could not be reached over TLS";
            default -> host() + " could not be reached (" + cause.getClass().getSimpleName() + ")";
        };
    }

    private String host() {
        return request.uri().getHost();
    }
}
