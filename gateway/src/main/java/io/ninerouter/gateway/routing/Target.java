package io.ninerouter.gateway.routing;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Provider;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One place to try.
 *
 * @param provider whose endpoint
 * @param connection which account
 * @param model the provider's own name of the model
 * @param dialect what to speak: the caller's own when the provider speaks it, else the provider's first
 * @param credential what to show; null when the connection needs none
 */
public record Target(
        Provider provider,
        Connection connection,
        String model,
        Dialect dialect,
        @Nullable Credential credential) {

    /** The same place with another credential. */
    public Target with(Credential other) {
        return new Target(provider, connection, model, dialect, other);
    }

    /**
     * What is known of the account, by name: settings of the connection, and over them facts that came with the credential.
     */
    public Map<String, String> account() {
        Map<String, String> settings = connection.config().settings();
        if (credential == null || credential.facts().isEmpty()) {
            return settings;
        }
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(credential.facts());
        return all;
    }

    /** {@code provider/model/connection}, as the {@code x-ninerouter-target} header and the log have it. */
    public String label() {
        return label(provider, model, connection);
    }

    /** The address that is asked, and which way: what shares it shares a circuit breaker. */
    public String endpoint() {
        return connection.endpoint(provider);
    }

    static String label(Provider provider, String model, Connection connection) {
        return provider.id() + '/' + model + '/' + connection.name();
    }
}
