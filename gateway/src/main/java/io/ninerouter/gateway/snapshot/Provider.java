package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.ProviderConfig;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place that speaks one or more dialects, compiled. Immutable. */
public final class Provider {
    private final ProviderConfig config;
    private final URI baseUri;
    private final Map<String, ModelConfig> models;
    private final List<Connection> connections;
    private final Prices prices;

    /** @param prices the Router's rules */
    Provider(ProviderConfig config, URI baseUri, List<Connection> connections, List<PriceRule> prices) {
        this.config = config;
        this.baseUri = baseUri;
        this.connections = List.copyOf(connections);
        Map<String, ModelConfig> byId = new LinkedHashMap<>();
        config.models().forEach(model -> byId.putIfAbsent(model.id(), model));
        this.models = Collections.unmodifiableMap(byId);
        Set<String> names = new HashSet<>(byId.keySet());
        connections.forEach(connection -> names.addAll(connection.config().models()));
        this.prices = new Prices(prices, config, models, names);
    }

    /** Catalogue id or node name. */
    public String id() {
        return config.id();
    }

    /** As configured. */
    public ProviderConfig config() {
        return config;
    }

    /** Absolute http(s) address without a trailing slash. */
    public URI baseUri() {
        return baseUri;
    }

    /** Declared models by id, in the order of their declaration. */
    public Map<String, ModelConfig> models() {
        return models;
    }

    /** What is declared of a model; null when it is not declared. */
    public @Nullable ModelConfig model(String id) {
        return models.get(id);
    }

    /**
     * What a model costs: by the Router's first rule that matches, else as declared with the model, else its list price; null
     * = not known.
     */
    public @Nullable PriceConfig price(String modelId) {
        return prices.of(modelId);
    }

    /** Connections by priority, then name; at least one. */
    public List<Connection> connections() {
        return connections;
    }

    /** Whether a model id is passed on: it is declared here or on a connection's allow-list, or the provider is open. */
    public boolean serves(String modelId) {
        return config.openModels() || declares(modelId);
    }

    /** Whether a model id is known here by name: declared, or on a connection's allow-list. */
    public boolean declares(String modelId) {
        return models.containsKey(modelId)
                || connections.stream()
                        .anyMatch(connection -> connection.config().models().contains(modelId));
    }

    /** The dialect to speak: the caller's own when it is spoken here natively, else the first. */
    public Dialect dialectFor(Dialect caller) {
        return config.dialects().contains(caller) ? caller : config.dialects().getFirst();
    }

    @Override
    public String toString() {
        return config.id();
    }
}
