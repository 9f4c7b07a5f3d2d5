package io.ninerouter.gateway.upstream;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends requests to providers over HTTP/1.1. Each event loop has connections of its own, so that an exchange that begins
 * on a loop stays on it: no lock, no hand-over, no wake-up. Thread-safe.
 *
 * <p>To those that want it HTTP/2 is offered ({@link UpstreamRequest#http2}); the exchanges of a loop then share one
 * connection, and cancelling one resets its stream alone.
 *
 * <p>Nothing here retries, follows redirects, or unpacks: the caller decides, and bytes stay as they came.
 */
public final class UpstreamClient implements AutoCloseable {
    /** Shorter than the idle time-out of common servers (60 s and more), so that few connections are found closed. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(45);

    /** Requests in flight are bounded by the Router's limits; here only file descriptors are. */
    private static final int MAX_CONNECTIONS_PER_HOST_AND_LOOP = 20_000;

    private static final int MAX_HEADER_BYTES = 64 << 10;

    private final ConcurrentMap<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final UnaryOperator<HttpClient> settings;

    /** One that trusts what the JVM trusts. */
    public UpstreamClient() {
        this(UnaryOperator.identity());
    }

    /** @param settings applied to each client last */
    UpstreamClient(UnaryOperator<HttpClient> settings) {
        this.settings = settings;
    }

    /**
     * Sends a request and gives the head of the answer; any status is an answer.
     *
     * @param request its body is duplicated when the connection is there, never released
     * @param loop the loop of the caller's own connection; every signal comes on it
     * @return exactly one answer, or an {@link UpstreamException}; cancelling closes the connection, or the stream of HTTP/2
     */
    public Mono<UpstreamResponse> exchange(UpstreamRequest request, EventLoop loop) {
        Sending sending = new Sending(request);
        // single, not next: the latter cancels, and with that closes, what it has just received.
        Loop ready = loop(loop, request.connectMillis());
        return (request.http2() ? ready.http2() : ready.client())
                .post()
                .uri(request.uri())
                .send(sending)
                .responseConnection((response, connection) -> Mono.just(sending.answered(response, connection)))
                .single()
                .doOnCancel(sending::abandoned)
                .onErrorMap(sending::failed);
    }

    /** Closes the idle connections; those in use end with their exchange. */
    @Override
    public void close() {
        List<Loop> closing = List.copyOf(loops.values());
        loops.clear();
        closing.forEach(loop -> loop.connections().dispose());
    }

    private Loop loop(EventLoop loop, long connectMillis) {
        Loop known = loops.get(loop);
        if (known != null && known.connectMillis() == connectMillis) {
            return known;
        }
        return loops.compute(loop, (key, old) -> open(key, connectMillis, old));
    }

    private Loop open(EventLoop loop, long connectMillis, @Nullable Loop old) {
        ConnectionProvider connections = old != null
                ? old.connections()
                : ConnectionProvider.builder("upstream")
                        .maxConnections(MAX_CONNECTIONS_PER_HOST_AND_LOOP)
                        .pendingAcquireMaxCount(MAX_CONNECTIONS_PER_HOST_AND_LOOP)
                        .maxIdleTime(MAX_IDLE)
                        .evictInBackground(MAX_IDLE)
                        .lifo()
                        .build();
        HttpClient client = HttpClient.create(connections)
                .runOn(loop)
                .protocol(HttpProtocol.HTTP11)
                .compress(false)
                .followRedirect(false)
                .disableRetry(true)
                .httpResponseDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(connectMillis, Integer.MAX_VALUE));
        HttpClient http2 = client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .http2Settings(spec -> spec.maxHeaderListSize(MAX_HEADER_BYTES));
        return new Loop(connectMillis, connections, settings.apply(client), settings.apply(http2));
    }

    private record Loop(long connectMillis, ConnectionProvider connections, HttpClient client, HttpClient http2) {}
}
