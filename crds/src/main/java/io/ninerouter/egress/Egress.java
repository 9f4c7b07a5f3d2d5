package io.ninerouter.egress;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.EgressConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one account's provider is reached, with what is secret of it. Equal ones share connections. Immutable.
 *
 * @param config what was said of it
 * @param proxy the entry that {@link EgressConfig#proxyCredential()} names; null = none, or it is missing
 * @param client the entry that {@link EgressConfig#clientCertificate()} names; null = none, or it is missing
 */
public record Egress(
        EgressConfig config,
        @Nullable Credential proxy,
        @Nullable Credential client) {

    /** Nothing said: the environment's proxies, public authorities, no private key. */
    public static final Egress DEFAULT = new Egress(EgressConfig.NONE, null, null);

    /** With what the credentials hold of it. */
    public static Egress of(EgressConfig config, Map<String, Credential> credentials) {
        return config.equals(EgressConfig.NONE)
                ? DEFAULT
                : new Egress(
                        config,
                        find(config.proxyCredential(), credentials),
                        find(config.clientCertificate(), credentials));
    }

    /**
     * That of a connection.
     *
     * @param router the Router's; null = it says nothing
     */
    public static Egress of(
            ConnectionConfig connection, @Nullable EgressConfig router, Map<String, Credential> credentials) {
        EgressConfig own = connection.egress() == null ? router : connection.egress();
        return own == null ? DEFAULT : of(own, credentials);
    }

    /**
     * Its proxies; where it names none, those of the environment.
     *
     * @throws IllegalArgumentException when they cannot be read
     */
    public ProxyRules rules(ProxyRules environment) {
        return config.hasProxy() ? ProxyRules.of(config, ProxyLogin.of(proxy)) : environment;
    }

    /**
     * Its guard.
     *
     * @throws IllegalArgumentException when an entry of {@link EgressConfig#privateHosts()} cannot be read
     */
    public AddressGuard guard(boolean allowLoopback) {
        return AddressGuard.of(config.privateHosts(), allowLoopback);
    }

    /**
     * Where its proxies may not be; they may have private addresses. Null = those of the environment count, which whoever runs
     * the process has chosen.
     */
    public @Nullable AddressGuard proxyGuard(boolean allowLoopback) {
        return config.hasProxy() ? AddressGuard.lenient(allowLoopback) : null;
    }

    /** Whether what it needs is missing: then nothing may be sent, lest it go another way than was said. */
    public boolean isIncomplete() {
        return (config.proxyCredential() != null && proxy == null)
                || (config.clientCertificate() != null && client == null);
    }

    private static @Nullable Credential find(@Nullable String entry, Map<String, Credential> credentials) {
        return entry == null ? null : credentials.get(entry);
    }
}
