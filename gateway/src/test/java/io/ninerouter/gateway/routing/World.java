package io.ninerouter.gateway.routing;

import io.ninerouter.config.AccountStrategy;
import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Accounts;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.Recovery;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.ModelGlobs;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes configurations for tests of routing; every connection has its credential unless said otherwise. */
final class World {
    private final List<ProviderConfig> providers = new ArrayList<>();
    private final List<ConnectionConfig> connections = new ArrayList<>();
    private final List<ComboConfig> combos = new ArrayList<>();
    private final List<AliasConfig> aliases = new ArrayList<>();
    private final Map<String, Credential> credentials = new TreeMap<>();
    private Accounts accounts = Accounts.DEFAULT;
    private List<PriceRule> prices = List.of();

    static Caller caller(String... globs) {
        return new Caller("agents/coder", true, null, new ModelGlobs(List.of(globs)));
    }

    World provider(String id, String... models) {
        return provider(id, false, List.of(id), List.of(Dialect.OPENAI_CHAT), models);
    }

    World open(String id, String... models) {
        return provider(id, true, List.of(id), List.of(Dialect.OPENAI_CHAT), models);
    }

    World speaking(String id, List<Dialect> dialects, String... models) {
        return provider(id, false, List.of(id), dialects, models);
    }

    /** A model is {@code id} or {@code id:contextWindow:maxOutputTokens}. */
    World provider(String id, boolean open, List<String> prefixes, List<Dialect> dialects, String... models) {
        List<ModelConfig> declared = Arrays.stream(models)
                .map(model -> {
                    String[] parts = model.split("=");
                    return parts.length == 1
                            ? new ModelConfig(model, null, null, List.of())
                            : new ModelConfig(parts[0], Long.valueOf(parts[1]), Long.valueOf(parts[2]), List.of());
                })
                .toList();
        providers.add(new ProviderConfig(
                id,
                prefixes,
                dialects,
                "https://" + id + ".test/v1",
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                declared,
                open));
        return this;
    }

    /** A provider whose models are declared with everything. */
    World declaring(String id, ModelConfig... models) {
        provider(id);
        ProviderConfig bare = providers.removeLast();
        providers.add(new ProviderConfig(
                id,
                bare.prefixes(),
                bare.dialects(),
                bare.baseUrl(),
                bare.auth(),
                bare.headers(),
                bare.edits(),
                List.of(models),
                false));
        return this;
    }

    World prices(PriceRule... rules) {
        prices = List.of(rules);
        return this;
    }

    World account(String name, String provider) {
        return account(new ConnectionConfig(name, provider, 0, 1, List.of(), 0, true));
    }

    World account(ConnectionConfig connection) {
        connections.add(connection);
        credentials.put(connection.name(), Credential.apiKey("sk-" + connection.name()));
        return this;
    }

    World withoutCredential(String connection) {
        credentials.remove(connection);
        return this;
    }

    World combo(String name, String... members) {
        return combo(name, ComboStrategy.FALLBACK, 1, members);
    }

    /** A member is {@code model} or {@code model*weight}. */
    World combo(String name, ComboStrategy strategy, int stickyLimit, String... members) {
        combos.add(new ComboConfig(
                name,
                strategy,
                stickyLimit,
                Recovery.FAIL,
                Arrays.stream(members)
                        .map(member -> member.split("\\*"))
                        .map(parts ->
                                new ComboConfig.Member(parts[0], parts.length == 1 ? 1 : Integer.parseInt(parts[1])))
                        .toList()));
        return this;
    }

    World alias(String alias, String target) {
        aliases.add(new AliasConfig(alias, target));
        return this;
    }

    World accounts(AccountStrategy strategy, int stickyLimit, boolean sessionAffinity) {
        accounts = new Accounts(strategy, stickyLimit, sessionAffinity);
        return this;
    }

    Snapshot snapshot() {
        Settings usual = Settings.DEFAULT;
        Settings settings = new Settings(
                true, accounts, usual.timeouts(), usual.keepAliveMillis(), usual.limits(), usual.requestLog(), prices);
        GatewayConfig config =
                new GatewayConfig(1, "ai/main", settings, providers, connections, combos, aliases, List.of());
        return Snapshot.compile(config, new Credentials("r1", credentials));
    }
}
