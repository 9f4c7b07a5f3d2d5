package io.ninerouter.gateway.upstream;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import io.ninerouter.egress.AddressGuard;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.Proxy;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.gateway.upstream.UpstreamException.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends requests to providers over HTTP/1.1. Each event loop has connections of its own, so that an exchange that begins
 * on a loop stays on it: no lock, no hand-over, no wake-up. Ways that something is said of have theirs apart ({@link Lines}).
 * Thread-safe.
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
    private final Surroundings surroundings;
    private final GuardedResolver resolver;
    private final Lines lines;
    private final UnaryOperator<HttpClient> settings;

    /** A client with the resolver of the platform, which trusts what the JVM trusts. */
    public UpstreamClient(Surroundings surroundings) {
        this(surroundings, UpstreamClient::standardResolver);
    }

    /**
     * The same.
     *
     * @param names resolves names, of providers and of proxies
     */
    UpstreamClient(Surroundings surroundings, Supplier<AddressResolverGroup<InetSocketAddress>> names) {
        this(surroundings, names, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param settings applied last to each client of the common way
     */
    UpstreamClient(
            Surroundings surroundings,
            Supplier<AddressResolverGroup<InetSocketAddress>> names,
            UnaryOperator<HttpClient> settings) {
        this.surroundings = surroundings;
        this.resolver = new GuardedResolver(names, Egress.DEFAULT.guard(surroundings.allowLoopback()));
        this.lines = new Lines(surroundings, names);
        this.settings = settings;
        warmUp();
    }

    /**
     * The first client of a process reads authorities and loads native libraries, which takes a while: not on the event loop
     * of whoever comes first.
     */
    private static void warmUp() {
        var _ = HttpClient.create().protocol(HttpProtocol.HTTP11);
    }

    /**
     * What the process says, beside what users declare.
     *
     * @param environment proxies for those who name none
     * @param allowLoopback whether providers may be on this machine, see {@link AddressGuard}
     */
    public record Surroundings(ProxyRules environment, boolean allowLoopback) {}

    /**
     * Makes ways ready before requests take them, and forgets all others. Takes time: not for event loops.
     *
     * @param ways those that something is said of
     */
    public void prepare(Collection<Egress> ways) {
        lines.prepare(ways);
    }

    /**
     * Sends a request and gives the head of the answer; any status is an answer.
     *
     * @param request its body is duplicated when the connection is there, never released
     * @param loop the loop of the caller's own connection; every signal comes on it
     * @return exactly one answer, or an {@link UpstreamException}; cancelling closes the connection, or the stream of HTTP/2
     */
    public Mono<UpstreamResponse> exchange(UpstreamRequest request, EventLoop loop) {
        if (request.way().equals(Egress.DEFAULT) && surroundings.environment().isDirect()) {
            Loop ready = loop(loop, request.connectMillis());
            return exchange(request, request.http2() ? ready.http2() : ready.client(), null);
        }
        Exit exit = lines.exit(request.way());
        if (exit.problem() != null) {
            String why = request.uri().getHost() + " cannot be reached as its egress says: " + exit.problem();
            return Mono.error(new UpstreamException(Kind.CONNECT, why));
        }
        Proxy proxy = exit.proxyFor(request.uri());
        return exchange(
                request, lines.client(loop, request.way(), proxy, request.connectMillis(), request.http2()), proxy);
    }

    private static Mono<UpstreamResponse> exchange(UpstreamRequest request, HttpClient client, @Nullable Proxy proxy) {
        Sending sending = new Sending(request, proxy);
        // single, not next: the latter cancels, and with that closes, what it has just received.
        Mono<UpstreamResponse> answer = client.post()
                .uri(request.uri())
                .send(sending)
                .responseConnection((response, connection) -> Mono.just(sending.answered(response, connection)))
                .single()
                .onErrorMap(sending::failed);
        // Only of a connection that others share somebody has to know that it was left.
        return request.http2() ? answer.doOnCancel(sending::abandoned) : answer;
    }

    /** Closes the idle connections; those in use end with their exchange. */
    @Override
    public void close() {
        List<Loop> closing = List.copyOf(loops.values());
        loops.clear();
        closing.forEach(loop -> loop.connections().dispose());
        lines.close();
        resolver.close();
    }

    private Loop loop(EventLoop loop, long connectMillis) {
        Loop known = loops.get(loop);
        if (known != null && known.connectMillis() == connectMillis) {
            return known;
        }
        return loops.compute(loop, (key, old) -> open(key, connectMillis, old));
    }

    private Loop open(EventLoop loop, long connectMillis, @Nullable Loop old) {
        ConnectionProvider connections = old != null ? old.connections() : connections();
        HttpClient client = client(connections, loop, connectMillis).resolver(resolver);
        HttpClient http2 = http2(client);
        return new Loop(connectMillis, connections, settings.apply(client), settings.apply(http2));
    }

    /** The one that every HTTP client of the process would take. */
    @SuppressWarnings("unchecked")
    static AddressResolverGroup<InetSocketAddress> standardResolver() {
        return (AddressResolverGroup<InetSocketAddress>) HttpResources.get().getOrCreateDefaultResolver();
    }

    static ConnectionProvider connections() {
        return ConnectionProvider.builder("upstream")
                .maxConnections(MAX_CONNECTIONS_PER_HOST_AND_LOOP)
                .pendingAcquireMaxCount(MAX_CONNECTIONS_PER_HOST_AND_LOOP)
                .maxIdleTime(MAX_IDLE)
                .evictInBackground(MAX_IDLE)
                .lifo()
                .build();
    }

    static HttpClient client(ConnectionProvider connections, EventLoop loop, long connectMillis) {
        return HttpClient.create(connections)
                .runOn(loop)
                .protocol(HttpProtocol.HTTP11)
                .compress(false)
                .followRedirect(false)
                .disableRetry(true)
                .httpResponseDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(connectMillis, Integer.MAX_VALUE));
    }

    /** The same, offering HTTP/2. */
    static HttpClient http2(HttpClient client) {
        return client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .http2Settings(spec -> spec.maxHeaderListSize(MAX_HEADER_BYTES));
    }

    private record Loop(long connectMillis, ConnectionProvider connections, HttpClient client, HttpClient http2) {}
}
