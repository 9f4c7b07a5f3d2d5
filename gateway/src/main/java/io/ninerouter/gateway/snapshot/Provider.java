package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.Profile;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.frame.EditPlan;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A place that speaks one or more dialects, compiled. Immutable. */
public final class Provider {
    private static final AuthScheme NO_CREDENTIAL = new AuthScheme(AuthScheme.Scheme.NONE, null);

    private final ProviderConfig config;
    private final Address address;
    private final List<Provider> here = List.of(this);
    private final List<Provider> everywhere;
    private final Map<String, ModelConfig> models;
    private final Map<String, ModelConfig> known;
    private final List<Connection> connections;
    private final Prices prices;
    private final ModelRules rules;
    private final FixedHeaders keyHeaders;
    private final FixedHeaders tokenHeaders;

    /**
     * One.
     *
     * @param elsewhere further addresses
     * @param prices the Router's rules
     */
    Provider(
            ProviderConfig config,
            Address address,
            List<Address> elsewhere,
            List<Connection> connections,
            List<PriceRule> prices) {
        this.config = config;
        this.address = address;
        this.connections = List.copyOf(connections);
        Map<String, ModelConfig> byId = new LinkedHashMap<>();
        config.models().forEach(model -> byId.putIfAbsent(model.id(), model));
        this.models = Collections.unmodifiableMap(byId);
        Map<String, ModelConfig> all = new HashMap<>(byId);
        config.listed().forEach(told -> all.merge(told.id(), told, ModelConfig::or));
        this.known = Map.copyOf(all);
        Set<String> names = new HashSet<>(byId.keySet());
        connections.forEach(connection -> {
            names.addAll(connection.config().models());
            names.addAll(connection.config().offers());
        });
        this.prices = new Prices(prices, config, models, known, names);
        rules = new ModelRules(config, names);
        keyHeaders = new FixedHeaders(config.headers());
        tokenHeaders = config.tokenHeaders().isEmpty()
                ? keyHeaders
                : new FixedHeaders(FixedHeaders.united(config.headers(), config.tokenHeaders()));
        everywhere = Stream.concat(here.stream(), elsewhere.stream().map(other -> new Provider(this, other)))
                .toList();
    }

    private Provider(Provider same, Address address) {
        this.address = address;
        everywhere = here;
        config = same.config;
        models = same.models;
        known = same.known;
        connections = same.connections;
        prices = same.prices;
        rules = same.rules;
        keyHeaders = same.keyHeaders;
        tokenHeaders = same.tokenHeaders;
    }

    /**
     * It and the same at its other addresses, in the order in which they are asked. A credential that brings an address of its
     * own goes there alone.
     */
    public List<Provider> everywhere(@Nullable Credential credential) {
        return everywhere.size() == 1 || address.isPlain(credential) ? everywhere : here;
    }

    /** Catalogue id or node name. */
    public String id() {
        return config.id();
    }

    /** As configured. */
    public ProviderConfig config() {
        return config;
    }

    /** Where it is. */
    public Address address() {
        return address;
    }

    /** What is reached at one place, one way, and so shares a circuit breaker. */
    public String endpoint(Connection connection, @Nullable Credential credential) {
        return connection.by(place(connection, credential));
    }

    /** The address of an account, as far as it is one for all models. */
    public String place(Connection connection, @Nullable Credential credential) {
        return address.isPlain(credential)
                ? address.toString()
                : address.endpoint(values(connection, credential), credential);
    }

    /** What placeholders stand for at an account: facts of its credential, and under them settings of the connection. */
    public static Template.Values values(Connection connection, @Nullable Credential credential) {
        return name -> {
            String fact = credential == null ? null : credential.facts().get(name);
            return fact == null ? connection.config().settings().get(name) : fact;
        };
    }

    /**
     * Where a credential goes.
     *
     * @param credential null = there is none: nowhere, if the connection needs none
     */
    public AuthScheme auth(Connection connection, @Nullable Credential credential) {
        if (credential == null && !connection.config().needsCredential()) {
            return NO_CREDENTIAL;
        }
        AuthScheme tokens = config.tokenAuth();
        return tokens != null && isToken(credential) ? tokens : config.auth();
    }

    /** Headers that go with every request that shows this credential. */
    public FixedHeaders headers(@Nullable Credential credential) {
        return isToken(credential) ? tokenHeaders : keyHeaders;
    }

    private static boolean isToken(@Nullable Credential credential) {
        return credential != null && credential.kind() == Credential.Kind.ACCESS_TOKEN;
    }

    /** Declared models by id, in the order of their declaration. */
    public Map<String, ModelConfig> models() {
        return models;
    }

    /** What is known of a model: as declared, and where that says nothing as the provider lists it; null = nothing. */
    public @Nullable ModelConfig model(String id) {
        return known.get(id);
    }

    /**
     * Names by which a model may be asked for here without a prefix, and which are shown: declared or allowed ones that not
     * every list lacks.
     */
    public Set<String> declaredNames() {
        Set<String> names = new LinkedHashSet<>(models.keySet());
        connections.forEach(connection -> names.addAll(connection.config().models()));
        names.removeIf(name -> connections.stream().noneMatch(each -> each.allows(name) && each.offers(name)));
        return names;
    }

    /** The same of names that lists alone know. */
    public Set<String> offeredNames() {
        Set<String> names = new LinkedHashSet<>();
        if (config.openModels()) {
            for (Connection connection : connections) {
                connection.config().offers().stream().filter(connection::allows).forEach(names::add);
            }
        }
        names.removeAll(declaredNames());
        return names;
    }

    /**
     * What a model costs: by the Router's first rule that matches, else as declared with the model, else its list price, else as
     * the provider lists it; null = not known.
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

    /**
     * The dialect to speak to a model: the one that a rule says, else the caller's own when it is spoken here natively, else
     * the first.
     */
    public Dialect dialectFor(String modelId, Dialect caller) {
        Dialect ruled = rules.of(modelId).dialect();
        if (ruled != null) {
            return ruled;
        }
        return config.dialects().contains(caller) ? caller : config.dialects().getFirst();
    }

    /**
     * How the body of a request to a model is edited.
     *
     * @param spoken what it is in
     * @param answer whether it asks for an answer, not for a count of tokens or the like
     */
    public EditPlan edits(String modelId, Dialect spoken, boolean answer) {
        return rules.of(modelId).edits(spoken, answer);
    }

    /** What the provider itself calls a model. */
    public String wireModel(String modelId) {
        return config.profile() == Profile.CODEX ? EffortSuffix.of(modelId).model() : modelId;
    }

    /**
     * The model that a caller means: where the provider takes a name for a model and an effort, the model that it declares.
     */
    public EffortSuffix named(String modelId) {
        if (config.profile() != Profile.CODEX) {
            return new EffortSuffix(modelId, null);
        }
        EffortSuffix apart = EffortSuffix.of(modelId);
        return declares(apart.model()) ? apart : new EffortSuffix(modelId, apart.effort());
    }

    @Override
    public String toString() {
        return config.id();
    }
}
