package io.ninerouter.operator.egress;

import io.ninerouter.egress.AddressGuard;
import io.ninerouter.egress.Proxy;
import io.ninerouter.egress.ProxyLogin;
import io.ninerouter.egress.TlsFailures;
import io.ninerouter.operator.egress.OutboundException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection: names resolved once and judged, what was resolved connected to, through the proxy if there is one, TLS
 * on top. Blocks.
 *
 * @param proxyGuard where the proxy may not be; null = anywhere
 * @param proxy null = none
 * @param login for the proxy; null = none
 * @param opened is told each socket, so that it can be closed from elsewhere
 */
record Dialing(
        Names names,
        AddressGuard guard,
        @Nullable AddressGuard proxyGuard,
        @Nullable Proxy proxy,
        @Nullable ProxyLogin login,
        SSLContext tls,
        int connectMillis,
        Consumer<Socket> opened) {

    /** Over TLS, the socket is an {@link SSLSocket}. */
    Socket open(URI uri) throws IOException {
        String host = uri.getHost();
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        Socket plain = proxy == null ? connect(host, resolve(host), port) : through(proxy, host, port);
        if (!secure) {
            return plain;
        }
        try {
            return overTls(plain, host, port);
        } catch (SSLException e) {
            throw new OutboundException(Kind.TLS, bare(host) + " " + TlsFailures.told(e));
        }
    }

    private Socket through(Proxy by, String host, int port) throws IOException {
        String name = by.authority();
        // Judged before the proxy hears of it; what only the proxy can resolve, only the proxy can judge.
        InetAddress address = by.kind().resolvesHere() ? resolve(host)[0] : named(host);
        Socket socket = connect("proxy " + name, proxyAddresses(by), by.port());
        Socket spoken = socket;
        try {
            if (by.kind() == Proxy.Kind.HTTPS) {
                spoken = overTls(socket, by.host(), by.port());
            }
            Tunnel tunnel = new Tunnel(name, spoken, login);
            switch (by.kind()) {
                case HTTP, HTTPS -> tunnel.connect(host, port);
                case SOCKS5, SOCKS5H -> tunnel.socks(host, address, port);
            }
        } catch (OutboundException e) {
            throw e;
        } catch (SSLException e) {
            throw new OutboundException(Kind.PROXY, "proxy " + name + " " + TlsFailures.told(e));
        } catch (IOException e) {
            throw new OutboundException(Kind.PROXY, "proxy " + name + " broke the connection");
        }
        return spoken;
    }

    private InetAddress[] proxyAddresses(Proxy by) throws OutboundException {
        InetAddress[] found;
        try {
            found = names.resolve(by.host());
        } catch (UnknownHostException e) {
            throw new OutboundException(Kind.PROXY, "proxy " + by.authority() + " could not be resolved");
        }
        if (proxyGuard == null) {
            return found;
        }
        AddressGuard.Objection named = proxyGuard.toHost(by.host());
        InetAddress[] allowed = named == null ? allowed(by.host(), found, proxyGuard) : new InetAddress[0];
        if (allowed.length == 0) {
            AddressGuard.Objection objection = named == null ? proxyGuard.to(by.host(), found[0]) : named;
            throw new OutboundException(
                    Kind.PROXY,
                    "proxy " + by.authority() + " is "
                            + Objects.requireNonNull(objection).text());
        }
        return allowed;
    }

    /** The address that a host is; null = it is a name. */
    private @Nullable InetAddress named(String host) throws OutboundException {
        AddressGuard.Objection objection = guard.toHost(host);
        if (objection != null) {
            throw denied(host, objection);
        }
        try {
            return InetAddress.ofLiteral(bare(host));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private InetAddress[] resolve(String host) throws OutboundException {
        InetAddress literal = named(host);
        if (literal != null) {
            return new InetAddress[] {literal};
        }
        InetAddress[] found;
        try {
            found = names.resolve(host);
        } catch (UnknownHostException e) {
            throw new OutboundException(Kind.UNRESOLVED, host + ": the host name is not known");
        }
        InetAddress[] allowed = allowed(host, found, guard);
        AddressGuard.Objection objection = allowed.length > 0 ? null : guard.to(host, found[0]);
        if (objection != null) {
            throw denied(host, objection);
        }
        return allowed;
    }

    private static InetAddress[] allowed(String host, InetAddress[] found, AddressGuard guard) {
        return Arrays.stream(found)
                .filter(address -> guard.to(host, address) == null)
                .toArray(InetAddress[]::new);
    }

    private static OutboundException denied(String host, AddressGuard.Objection objection) {
        return new OutboundException(Kind.DENIED, host + " is not reached: it is " + objection.text());
    }

    /** The first that accepts. */
    private Socket connect(String name, InetAddress[] addresses, int port) throws OutboundException {
        for (InetAddress address : addresses) {
            Socket socket = new Socket(java.net.Proxy.NO_PROXY);
            opened.accept(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), connectMillis);
                return socket;
            } catch (IOException e) {
                OutboundClient.close(socket);
            }
        }
        Kind kind = name.startsWith("proxy ") ? Kind.PROXY : Kind.CONNECT;
        throw new OutboundException(kind, name + " does not accept connections");
    }

    private SSLSocket overTls(Socket socket, String host, int port) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, bare(host), port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** An address of IPv6 without its brackets. */
    private static String bare(String host) {
        return host.replaceAll("[\\[\\]]", "");
    }

    @Override
    public String toString() {
        return "Dialing[" + proxy + "]";
    }
}
