package io.ninerouter.egress;

import io.ninerouter.config.EgressConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which proxy a request goes through. Immutable. */
public final class ProxyRules {
    /** No proxy for anybody. */
    public static final ProxyRules DIRECT = new ProxyRules(null, null, HostRules.NOBODY, null);

    private final @Nullable Proxy https;
    private final @Nullable Proxy http;
    private final HostRules exceptions;
    private final @Nullable ProxyLogin login;

    private ProxyRules(@Nullable Proxy https, @Nullable Proxy http, HostRules exceptions, @Nullable ProxyLogin login) {
        this.https = https;
        this.http = http;
        this.exceptions = exceptions;
        this.login = login;
    }

    /**
     * The rules of a Router or a connection.
     *
     * @param login what is shown to its proxies; null = nothing
     * @throws IllegalArgumentException when a proxy or an exception cannot be read; the message names it
     */
    public static ProxyRules of(EgressConfig config, @Nullable ProxyLogin login) {
        return new ProxyRules(
                read(config.httpsProxy()), read(config.httpProxy()), HostRules.of("noProxy", config.noProxy()), login);
    }

    /** Rules, and what of the environment could not be read. */
    public record OfEnvironment(ProxyRules rules, List<String> problems) {
        public OfEnvironment {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The rules of the environment: {@code HTTPS_PROXY}, else {@code ALL_PROXY}, for https addresses, {@code HTTP_PROXY}, else
     * {@code ALL_PROXY}, for http ones, and {@code NO_PROXY}; lower case comes first. A user and password in an address are
     * taken here, as everybody takes them, for all of its proxies: the first that has them. What cannot be read is left out.
     *
     * @param variables the environment: null for what is not set
     */
    public static OfEnvironment ofEnvironment(UnaryOperator<@Nullable String> variables) {
        List<String> problems = new ArrayList<>();
        String https = first(variables, "HTTPS_PROXY", "ALL_PROXY");
        String http = first(variables, "HTTP_PROXY", "ALL_PROXY");
        ProxyLogin httpsLogin = ProxyLogin.ofUrl(https);
        ProxyLogin login = httpsLogin == null ? ProxyLogin.ofUrl(http) : httpsLogin;
        List<String> exceptions = new ArrayList<>();
        String noProxy = first(variables, "NO_PROXY");
        for (String entry : noProxy == null ? new String[0] : noProxy.split("[,\\s]+")) {
            try {
                HostRules.of("noProxy", List.of(entry));
                exceptions.add(entry);
            } catch (IllegalArgumentException e) {
                problems.add("NO_PROXY: " + e.getMessage());
            }
        }
        ProxyRules rules = new ProxyRules(
                lenient("HTTPS_PROXY", https, problems),
                lenient("HTTP_PROXY", http, problems),
                HostRules.of("noProxy", exceptions),
                login);
        return new OfEnvironment(rules, problems);
    }

    /** Whether nobody has a proxy. */
    public boolean isDirect() {
        return https == null && http == null;
    }

    /** The proxy for an absolute http(s) address; null = none. */
    public @Nullable Proxy proxyFor(URI uri) {
        if (isDirect() || uri.getHost() == null) {
            return null;
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        Proxy proxy = secure ? https : http;
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return proxy == null || exceptions.matches(uri.getHost(), port) ? null : proxy;
    }

    /** All proxies. */
    public List<Proxy> proxies() {
        List<Proxy> all = new ArrayList<>();
        if (https != null) {
            all.add(https);
        }
        if (http != null && !http.equals(https)) {
            all.add(http);
        }
        return all;
    }

    /** What is shown to the proxies; null = nothing. */
    public @Nullable ProxyLogin login() {
        return login;
    }

    private static @Nullable Proxy read(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Proxy.parse(text);
    }

    private static @Nullable Proxy lenient(String name, @Nullable String text, List<String> problems) {
        try {
            return text == null ? null : Proxy.parse(ProxyLogin.without(text));
        } catch (IllegalArgumentException e) {
            problems.add(name + ": " + e.getMessage());
            return null;
        }
    }

    private static @Nullable String first(UnaryOperator<@Nullable String> variables, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(name.toLowerCase(Locale.ROOT), name))
                .map(variables)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst()
                .orElse(null);
    }
}
