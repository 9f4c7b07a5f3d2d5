package io.ninerouter.gateway.upstream;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.resolver.AddressResolverGroup;
import io.ninerouter.egress.AddressGuard;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.Proxy;
import io.ninerouter.egress.ProxyLogin;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.egress.TlsMaterial;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A way that was made ready: proxies read, certificates loaded, names to be resolved. Making it takes milliseconds. Thread-safe;
 * to be closed once nothing leaves by it.
 *
 * @param rules which proxy
 * @param names resolves those of providers
 * @param handedOn judges those that a proxy resolves
 * @param proxyNames resolves those of proxies; null = they may be anywhere
 * @param tls null = the platform's
 * @param tlsOfHttp2 the same, offering HTTP/2; null where {@code tls} is
 * @param problem why nothing can be sent this way; null = it can
 */
record Exit(
        ProxyRules rules,
        GuardedResolver names,
        GuardedResolver handedOn,
        @Nullable GuardedResolver proxyNames,
        @Nullable SslContext tls,
        @Nullable SslContext tlsOfHttp2,
        @Nullable String problem)
        implements AutoCloseable {

    /** A server that knows neither is taken to speak HTTP/1.1. */
    private static final ApplicationProtocolConfig HTTP_2 = new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    /**
     * Nothing secret is in a problem: it reaches callers.
     *
     * @param names resolves names, whatever becomes of them; not closed by this
     */
    static Exit of(
            Egress way,
            UpstreamClient.Surroundings surroundings,
            Supplier<AddressResolverGroup<InetSocketAddress>> names) {
        if (way.isIncomplete()) {
            return broken("the proxy's password or the client certificate is not here");
        }
        try {
            TlsMaterial material = TlsMaterial.of(way);
            AddressGuard guard = way.guard(surroundings.allowLoopback());
            AddressGuard proxies = way.proxyGuard(surroundings.allowLoopback());
            return new Exit(
                    way.rules(surroundings.environment()),
                    new GuardedResolver(names, guard),
                    new GuardedResolver(null, guard),
                    proxies == null ? null : new GuardedResolver(names, proxies),
                    context(material, false),
                    context(material, true),
                    null);
        } catch (IllegalArgumentException | SSLException e) {
            return broken(String.valueOf(e.getMessage()));
        }
    }

    @Nullable
    Proxy proxyFor(URI uri) {
        return rules.proxyFor(uri);
    }

    @Nullable
    ProxyLogin login() {
        return rules.login();
    }

    /** An event loop keeps what a resolver has made for it until that is closed. */
    @Override
    public void close() {
        names.close();
        handedOn.close();
        if (proxyNames != null) {
            proxyNames.close();
        }
    }

    private static Exit broken(String problem) {
        GuardedResolver none = new GuardedResolver(null, AddressGuard.of(null, false));
        return new Exit(ProxyRules.DIRECT, none, none, null, null, null, problem);
    }

    private static @Nullable SslContext context(TlsMaterial material, boolean http2) throws SSLException {
        if (material.isPlain()) {
            return null;
        }
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (material.trust() != null) {
            builder.trustManager(material.trust());
        }
        if (material.keys() != null) {
            builder.keyManager(material.keys());
        }
        if (http2) {
            builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(HTTP_2);
        }
        return builder.build();
    }
}
