package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How providers are reached. What is secret of it travels apart, in the credentials Secret, under names that no connection
 * can have ({@link #PROXY_ENTRY}, {@link #CLIENT_ENTRY}).
 *
 * @param httpsProxy proxy for https addresses, {@code http(s)://}, {@code socks5://} or {@code socks5h://}; null = none said
 * @param httpProxy proxy for http addresses; null = none said
 * @param noProxy hosts, {@code .suffixes}, addresses, CIDRs, each with an optional port, that are reached directly
 * @param privateHosts hosts, {@code .suffixes}, addresses and CIDRs that may have, or be, private addresses, {@code *} for
 *     everybody; null = services of the cluster alone. Loopback and link-local addresses nobody may have
 * @param proxyCredential entry of the credentials: {@link Credential#secret()} is the password, fact {@link #USERNAME}
 *     the name; null = the proxies take none
 * @param caCertificates PEM, trusted beside the public authorities; null = none
 * @param clientCertificate entry of the credentials: {@link Credential#secret()} is the private key in PEM, fact {@link
 *     #CERTIFICATE} its chain; null = none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EgressConfig(
        @Nullable String httpsProxy,
        @Nullable String httpProxy,
        List<String> noProxy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> privateHosts,
        @Nullable String proxyCredential,
        @Nullable String caCertificates,
        @Nullable String clientCertificate) {

    /** Entry of the Router's proxy credential; a connection's own is this, a dot and its name. */
    public static final String PROXY_ENTRY = "_proxy";

    /** Entry of the Router's client certificate; a connection's own is this, a dot and its name. */
    public static final String CLIENT_ENTRY = "_client";

    /** Fact: who logs in at a proxy. */
    public static final String USERNAME = "username";

    /** Fact: the chain of a client certificate, PEM. */
    public static final String CERTIFICATE = "certificate";

    /** Nothing said. */
    public static final EgressConfig NONE = new EgressConfig(null, null, List.of(), null, null, null, null);

    public EgressConfig {
        noProxy = Copies.list(noProxy);
        privateHosts = privateHosts == null ? null : List.copyOf(privateHosts);
    }

    /** Whether a proxy is named, be it only for one scheme. */
    public boolean hasProxy() {
        return httpsProxy != null || httpProxy != null;
    }
}
