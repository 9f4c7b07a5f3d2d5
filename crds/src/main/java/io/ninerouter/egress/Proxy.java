package io.ninerouter.egress;

import java.net.URI;
import java.util.Locale;

/**
 * A proxy.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 */
public record Proxy(Kind kind, String host, int port) {

    /** What is spoken with a proxy. */
    public enum Kind {
        /** HTTP CONNECT in clear. */
        HTTP(80),
        /** HTTP CONNECT within TLS. */
        HTTPS(443),
        /** SOCKS version 5; names are resolved here. */
        SOCKS5(1080),
        /** SOCKS version 5; the proxy resolves names. */
        SOCKS5H(1080);

        private final int standardPort;

        Kind(int standardPort) {
            this.standardPort = standardPort;
        }

        /** Whether a target's name is resolved before the proxy is asked. */
        public boolean resolvesHere() {
            return this == SOCKS5;
        }
    }

    public Proxy {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("proxy: " + host + ":" + port + " (expected: a host and a port)");
        }
    }

    /**
     * Reads {@code http://}, {@code https://}, {@code socks5://} or {@code socks5h://} with a host and, as a rule, a port. A
     * path is left aside. As environments have them, {@code host:port} alone is a proxy of kind HTTP.
     *
     * @throws IllegalArgumentException when it is none of these, or holds a user or password; the message never holds them
     */
    public static Proxy parse(String text) {
        URI uri = uri(text.contains("://") ? text : "http://" + text);
        Kind kind = kind(uri, text);
        if (uri.getRawUserInfo() != null || text.contains("@")) {
            throw new IllegalArgumentException("proxy: a user in the URL of " + uri.getHost()
                    + " (expected: none; user and password stand in a Secret)");
        }
        if (uri.getHost() == null) {
            throw unreadable(text);
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return new Proxy(kind, host, uri.getPort() < 0 ? kind.standardPort : uri.getPort());
    }

    /** {@code host:port}. */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(text);
        }
    }

    private static Kind kind(URI uri, String text) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http" -> Kind.HTTP;
            case "https" -> Kind.HTTPS;
            case "socks5" -> Kind.SOCKS5;
            case "socks5h", "socks" -> Kind.SOCKS5H;
            default -> throw unreadable(text);
        };
    }

    private static IllegalArgumentException unreadable(String text) {
        // What stands before an @ may be a password.
        return new IllegalArgumentException("proxy: " + text.substring(text.lastIndexOf('@') + 1)
                + " (expected: http://, https://, socks5:// or socks5h:// with host and port)");
    }
}
