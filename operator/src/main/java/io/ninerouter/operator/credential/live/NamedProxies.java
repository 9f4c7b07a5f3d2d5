package io.ninerouter.operator.credential.live;

import io.ninerouter.api.v1alpha1.Egress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxies that a connection names, by the scheme of what is reached. Never goes another way than the one that was
 * named: what cannot be used is refused when it is made.
 */
final class NamedProxies extends ProxySelector {
    private final @Nullable InetSocketAddress https;
    private final @Nullable InetSocketAddress http;
    private final List<String> direct;

    /** @throws IllegalArgumentException when a proxy is none that HTTP is spoken to */
    NamedProxies(Egress.Proxy named) {
        https = address(named.https());
        http = address(named.http());
        direct = named.noProxy().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static @Nullable InetSocketAddress address(@Nullable String url) {
        if (url == null || url.isEmpty()) {
            return null;
        }
        URI uri = URI.create(url);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("egress.proxy (expected: http://host:port)");
        }
        return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    @Override
    public List<Proxy> select(URI uri) {
        InetSocketAddress proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        boolean named = direct.stream()
                .anyMatch(one ->
                        one.equals("*") || host.equals(one) || host.endsWith(one.startsWith(".") ? one : "." + one));
        return List.of(proxy == null || named ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, proxy));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // Told by the call.
    }
}
