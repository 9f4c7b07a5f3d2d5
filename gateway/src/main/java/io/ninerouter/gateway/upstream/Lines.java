package io.ninerouter.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The connections of ways that something is said of: for each event loop, way and proxy its own, so that no request leaves by
 * another's. A way that is no longer configured is forgotten with its idle connections. Thread-safe.
 */
final class Lines {
    private final UpstreamClient.Surroundings surroundings;
    private final Supplier<AddressResolverGroup<InetSocketAddress>> names;
    private final ConcurrentMap<Egress, Exit> exits = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Line> lines = new ConcurrentHashMap<>();
    private volatile @Nullable SslContext platform;

    Lines(UpstreamClient.Surroundings surroundings, Supplier<AddressResolverGroup<InetSocketAddress>> names) {
        this.surroundings = surroundings;
        this.names = names;
    }

    /**
     * One client.
     *
     * @param proxy null = none
     */
    private record Key(EventLoop loop, Egress way, @Nullable Proxy proxy) {}

    private record Line(
            Exit exit, long connectMillis, ConnectionProvider connections, HttpClient client, HttpClient http2) {}

    /** Makes ready, and forgets what is not among them. Takes time: not for event loops. */
    void prepare(Collection<Egress> ways) {
        Set<Egress> kept = Set.copyOf(ways);
        kept.forEach(this::exit);
        if (!surroundings.environment().isDirect()) {
            exit(Egress.DEFAULT);
        }
        forget(way -> !way.equals(Egress.DEFAULT) && !kept.contains(way));
    }

    private void forget(Predicate<Egress> gone) {
        List<Exit> forgotten = new ArrayList<>();
        exits.forEach((way, exit) -> {
            if (gone.test(way) && exits.remove(way, exit)) {
                forgotten.add(exit);
            }
        });
        lines.forEach((key, line) -> {
            if (!line.exit().equals(exits.get(key.way())) && lines.remove(key, line)) {
                line.connections().dispose();
            }
        });
        forgotten.forEach(Exit::close);
    }

    /** What a way comes to; a way that was not prepared is one of a configuration that has just gone. */
    Exit exit(Egress way) {
        Exit known = exits.get(way);
        return known != null ? known : exits.computeIfAbsent(way, missing -> Exit.of(missing, surroundings, names));
    }

    /** @param http2 whether HTTP/2 is offered */
    HttpClient client(EventLoop loop, Egress way, @Nullable Proxy proxy, long connectMillis, boolean http2) {
        Key key = new Key(loop, way, proxy);
        Line known = lines.get(key);
        Line line = known != null && known.connectMillis() == connectMillis
                ? known
                : lines.compute(key, (same, old) -> open(same, connectMillis, old));
        return http2 ? line.http2() : line.client();
    }

    int size() {
        return lines.size();
    }

    void close() {
        forget(any -> true);
    }

    private Line open(Key key, long connectMillis, @Nullable Line old) {
        Exit exit = exit(key.way());
        Proxy proxy = key.proxy();
        ConnectionProvider connections = old != null ? old.connections() : UpstreamClient.connections();
        boolean resolved = proxy == null || proxy.kind().resolvesHere();
        HttpClient client = UpstreamClient.client(connections, key.loop(), connectMillis)
                .resolver(resolved ? exit.names() : exit.handedOn());
        HttpClient http2 = UpstreamClient.http2(client);
        SslContext tls = exit.tls();
        SslContext tlsOfHttp2 = exit.tlsOfHttp2();
        if (tls != null && tlsOfHttp2 != null) {
            client = client.secure(spec -> spec.sslContext(tls));
            http2 = http2.secure(spec -> spec.sslContext(tlsOfHttp2));
        }
        if (proxy != null) {
            GuardedResolver judged = exit.proxyNames();
            ProxyEntrance entrance = new ProxyEntrance(
                    proxy,
                    exit.login(),
                    tls == null ? platform() : tls,
                    judged == null ? names : () -> judged,
                    connectMillis);
            client = client.doOnChannelInit(entrance);
            http2 = http2.doOnChannelInit(entrance);
        }
        return new Line(exit, connectMillis, connections, client, http2);
    }

    private SslContext platform() {
        SslContext known = platform;
        if (known == null) {
            try {
                known = SslContextBuilder.forClient().build();
            } catch (SSLException e) {
                throw new IllegalStateException("TLS cannot be spoken here", e);
            }
            platform = known;
        }
        return known;
    }
}
