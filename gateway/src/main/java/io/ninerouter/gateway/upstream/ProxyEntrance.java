package io.ninerouter.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.FutureListener;
import io.ninerouter.egress.Proxy;
import io.ninerouter.egress.ProxyLogin;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;

/**
 * Has a connection go through a proxy: everything goes through a tunnel, plain HTTP too, so that a proxy sees no request. The
 * proxy's own name is resolved anew for each connection, on its event loop, without blocking it.
 *
 * @param login null = none
 * @param tls for proxies of kind HTTPS
 * @param names resolves the proxy's name, to what it may be
 */
record ProxyEntrance(
        Proxy proxy,
        @Nullable ProxyLogin login,
        SslContext tls,
        Supplier<AddressResolverGroup<InetSocketAddress>> names,
        long connectMillis)
        implements ChannelPipelineConfigurer {

    @Override
    public void onChannelInit(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remoteAddress) {
        ChannelPipeline pipeline = channel.pipeline();
        ProxyHandler tunnel = tunnel(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
        tunnel.setConnectTimeoutMillis(connectMillis);
        pipeline.addFirst("proxy", tunnel);
        if (proxy.kind() == Proxy.Kind.HTTPS) {
            pipeline.addFirst("proxy-tls", tls.newHandler(channel.alloc(), proxy.host(), proxy.port()));
        }
        pipeline.addFirst("proxy-name", new Resolving());
    }

    private ProxyHandler tunnel(InetSocketAddress address) {
        String user = login == null ? null : login.username();
        String password = login == null ? null : login.password().reveal();
        return switch (proxy.kind()) {
            case HTTP, HTTPS ->
                user == null || password == null
                        ? new HttpProxyHandler(address)
                        : new HttpProxyHandler(address, user, password);
            case SOCKS5, SOCKS5H -> new Socks5ProxyHandler(address, user, password);
        };
    }

    /** Hands on to the transport what it can connect to. */
    private final class Resolving extends ChannelOutboundHandlerAdapter {
        @Override
        public void connect(
                ChannelHandlerContext context,
                SocketAddress remote,
                @Nullable SocketAddress local,
                ChannelPromise done) {
            names.get()
                    .getResolver(context.channel().eventLoop())
                    .resolve(remote)
                    .addListener((FutureListener<InetSocketAddress>) found -> {
                        if (found.isSuccess()) {
                            var _ = context.connect(found.getNow(), local, done);
                        } else {
                            done.tryFailure(
                                    found.cause() instanceof DeniedAddressException denied
                                            ? new DeniedAddressException(denied.objection(), proxy.authority())
                                            : found.cause());
                        }
                    });
        }
    }

    @Override
    public String toString() {
        return "ProxyEntrance[" + proxy.authority() + "]";
    }
}
