package io.ninerouter.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.util.AttributeKey;
import io.ninerouter.egress.Proxy;
import io.ninerouter.egress.TlsFailures;
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

    private static final String PROXY_WANTS_LOGIN = "status: 407";

    private final UpstreamRequest request;
    private final @Nullable Proxy proxy;
    private final StreamFate fate = new StreamFate();
    private @Nullable Channel shared;
    private boolean connected;
    private boolean reused;

    /** @param proxy that it goes through; null = none */
    Sending(UpstreamRequest request, @Nullable Proxy proxy) {
        this.request = request;
        this.proxy = proxy;
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
        // A tunnel takes the request before it is open; a server asks for a certificate after its handshake (TLS 1.3).
        Throwable way = cause instanceof DecoderException && cause.getCause() instanceof SSLException tls ? tls : cause;
        if (!connected || way instanceof ProxyConnectException || way instanceof SSLException) {
            return new UpstreamException(Kind.CONNECT, notConnected(way));
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
        // With a proxy it is the proxy that is connected to, as long as nothing is said of the tunnel.
        String peer = proxy == null ? host() : host() + " could not be reached: proxy " + proxy.authority();
        return switch (cause) {
            case DeniedAddressException denied
            when denied.proxy() != null -> peer + " is " + denied.objection().text();
            case DeniedAddressException denied ->
                host() + " is not reached: it is " + denied.objection().text();
            case ProxyConnectException refused -> peer + ' ' + refusal(refused);
            case ConnectTimeoutException _ -> peer + " could not be reached within " + request.connectMillis() + " ms";
            case UnknownHostException _ -> peer + " could not be resolved";
            case ConnectException _ -> peer + " refused the connection";
            case SSLException failure -> host() + ' ' + TlsFailures.told(failure);
            default -> host() + " could not be reached (" + cause.getClass().getSimpleName() + ")";
        };
    }

    /** The library's own message may quote headers: of a refusal only its status is told. */
    private static String refusal(ProxyConnectException refused) {
        String said = String.valueOf(refused.getMessage());
        if (refused.getCause() instanceof SSLException failure) {
            return TlsFailures.told(failure);
        }
        if (said.contains(PROXY_WANTS_LOGIN) || said.contains("authStatus") || said.contains("authMethod")) {
            return "wants another user or password";
        }
        int status = said.indexOf("status: ");
        String word = status < 0 ? "" : said.substring(status + 8).split("[^A-Za-z0-9_]", 2)[0];
        if (said.contains("timeout")) {
            return "did not let it through in time";
        }
        return word.isEmpty() ? "broke the connection" : "did not let it through (" + word + ")";
    }

    private String host() {
        return request.uri().getHost();
    }
}
