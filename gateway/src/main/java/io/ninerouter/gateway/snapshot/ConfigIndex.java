package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.TokenIssuer;
import io.ninerouter.gateway.identity.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The indexes of one configuration: what is looked up per request is looked up here. Immutable once built. */
final class ConfigIndex {
    private static final KeyLookup UNKNOWN = new KeyLookup.Unknown();
    private static final KeyLookup STALE = new KeyLookup.Stale();
    private static final KeyLookup REPLACED = new KeyLookup.Replaced();

    private final GatewayConfig config;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Provider> providers = new TreeMap<>();
    private final Map<String, Provider> prefixes = new HashMap<>();
    private final Map<String, List<Provider>> declaring = new HashMap<>();
    private final Map<String, ComboConfig> combos = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final Set<String> callers = new HashSet<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private @Nullable TokenVerifier tokens;

    private ConfigIndex(GatewayConfig config) {
        this.config = config;
    }

    static ConfigIndex of(GatewayConfig config) {
        ConfigIndex index = new ConfigIndex(config);
        index.indexProviders();
        index.indexOffers();
        index.indexNames();
        config.keys().forEach(index::indexKey);
        index.indexTokens();
        return index;
    }

    GatewayConfig config() {
        return config;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    KeyLookup lookup(String digest, long nowMillis) {
        Key key = keys.get(digest);
        // The map's own comparison stops at the first difference; the verdict does not.
        if (key == null || !sameDigest(key.digest(), digest)) {
            return UNKNOWN;
        }
        return key.untilMillis() != null && nowMillis >= key.untilMillis() ? REPLACED : key.known();
    }

    boolean hasCaller(String name) {
        return callers.contains(name);
    }

    KeyLookup account(String subject, String uid) {
        Account account = accounts.get(subject);
        if (account == null) {
            return UNKNOWN;
        }
        return account.uid().equals(uid) ? account.known() : STALE;
    }

    @Nullable
    TokenVerifier tokens() {
        return tokens;
    }

    @Nullable
    Provider provider(String prefix) {
        return prefixes.get(prefix);
    }

    Collection<Provider> providers() {
        return Collections.unmodifiableCollection(providers.values());
    }

    List<Provider> declaring(String modelId) {
        return declaring.getOrDefault(modelId, List.of());
    }

    @Nullable
    ComboConfig combo(String name) {
        return combos.get(name);
    }

    @Nullable
    String alias(String name) {
        return aliases.get(name);
    }

    private void indexProviders() {
        Map<String, List<Connection>> connections = new HashMap<>();
        for (ConnectionConfig connection : config.connections()) {
            connections
                    .computeIfAbsent(connection.provider(), id -> new ArrayList<>())
                    .add(new Connection(connection));
        }
        config.providers()
                .forEach(provider -> indexProvider(provider, connections.getOrDefault(provider.id(), List.of())));
        connections.forEach((provider, of) -> {
            if (!providers.containsKey(provider)) {
                problems.add("connections " + of + ": provider " + provider + " is not usable (left out)");
            }
        });
        problems.sort(Comparator.naturalOrder());
    }

    private void indexProvider(ProviderConfig provider, List<Connection> connections) {
        Address address = Address.of(provider.baseUrl());
        if (address == null) {
            // The text itself may hold a credential.
            problems.add("provider " + provider.id() + ": baseUrl is no absolute http(s) address (left out)");
        }
        if (address == null || connections.isEmpty()) {
            return;
        }
        List<Connection> ordered = new ArrayList<>(connections);
        ordered.sort(
                Comparator.<Connection>comparingInt(c -> c.config().priority()).thenComparing(Connection::name));
        Provider compiled = new Provider(
                provider, address, others(provider), ordered, config.settings().prices());
        if (providers.putIfAbsent(provider.id(), compiled) != null) {
            problems.add("provider " + provider.id() + ": there twice (the second is left out)");
            return;
        }
        prefixes.put(provider.id(), compiled);
        provider.prefixes().forEach(prefix -> prefixes.putIfAbsent(prefix, compiled));
        compiled.declaredNames().forEach(id -> declare(id, compiled));
    }

    private static List<Address> others(ProviderConfig provider) {
        return provider.otherUrls().stream()
                .map(Address::of)
                .filter(Objects::nonNull)
                .toList();
    }

    /** What is declared keeps its name, whatever lists come to say. */
    private void indexOffers() {
        Set<String> declared = Set.copyOf(declaring.keySet());
        providers
                .values()
                .forEach(provider -> provider.offeredNames().stream()
                        .filter(id -> !declared.contains(id))
                        .forEach(id -> declare(id, provider)));
    }

    private void declare(String id, Provider provider) {
        declaring.computeIfAbsent(id, none -> new ArrayList<>()).add(provider);
    }

    private void indexNames() {
        config.combos().forEach(combo -> combos.putIfAbsent(combo.name(), combo));
        config.aliases().forEach(alias -> aliases.putIfAbsent(alias.alias(), alias.target()));
    }

    private void indexKey(KeyConfig key) {
        callers.add(key.caller());
        KeyLookup.Known known = new KeyLookup.Known(new Caller(
                key.caller(),
                key.active(),
                key.expiresAtMillis(),
                new ModelGlobs(key.models()),
                key.limits(),
                key.budget()));
        KeyConfig.ServiceAccount account = key.serviceAccount();
        if (account != null && accounts.putIfAbsent(account.subject(), new Account(account.uid(), known)) != null) {
            problems.add("subject of " + key.caller() + ": another caller has the same one (left out)");
        }
        for (String digest : key.digests()) {
            Key entry = new Key(digest, key.digestUntilMillis().get(digest), known);
            if (keys.putIfAbsent(digest, entry) != null) {
                problems.add("key of " + key.caller() + ": another caller has the same one (left out)");
            }
        }
    }

    /** Without usable keys of the issuer no token is taken; callers with keys are served. */
    private void indexTokens() {
        TokenIssuer issuer = config.settings().tokens();
        if (issuer != null) {
            try {
                tokens = new TokenVerifier(issuer);
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage() + " (tokens are refused)");
            }
        }
    }

    private static boolean sameDigest(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private record Key(String digest, @Nullable Long untilMillis, KeyLookup.Known known) {}

    private record Account(String uid, KeyLookup.Known known) {}
}
