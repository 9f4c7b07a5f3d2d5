package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.ConnectionConfig;
import java.util.Set;

/** One account at a provider, compiled. Its credential is looked up by name: {@link Snapshot#credential}. Immutable. */
public final class Connection {
    private final ConnectionConfig config;
    private final Set<String> models;
    private final Set<String> offers;

    Connection(ConnectionConfig config) {
        this.config = config;
        this.models = Set.copyOf(config.models());
        this.offers = Set.copyOf(config.offers());
    }

    /** The ProviderConnection's name. */
    public String name() {
        return config.name();
    }

    /**
     * An address, and which way it is reached: accounts that share both share a circuit breaker. An account with a way of its own
     * shares it with nobody: a broken proxy is no failure of the provider.
     */
    String by(String address) {
        return config.egress() == null ? address : address + " by way of " + config.name();
    }

    /** As configured. */
    public ConnectionConfig config() {
        return config;
    }

    /** Whether the connection's own allow-list has a model id; an empty list has all. */
    public boolean allows(String modelId) {
        return models.isEmpty() || models.contains(modelId);
    }

    /** Whether the provider says that it has a model for this account; one whose list is not known may have any. */
    public boolean offers(String modelId) {
        return offers.isEmpty() || offers.contains(modelId);
    }

    @Override
    public String toString() {
        return config.name();
    }
}
