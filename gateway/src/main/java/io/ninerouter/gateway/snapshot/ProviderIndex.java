package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The providers of one configuration, by what they are called. Immutable once built. */
final class ProviderIndex {
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Provider> providers = new TreeMap<>();
    private final Map<String, Provider> prefixes = new HashMap<>();
    private final Map<String, List<Provider>> declaring = new HashMap<>();

    private ProviderIndex() {}

    static ProviderIndex of(GatewayConfig config) {
        ProviderIndex index = new ProviderIndex();
        index.add(config);
        index.addOffers();
        return index;
    }

    /** Whether two configurations give the same. */
    static boolean same(GatewayConfig one, GatewayConfig other) {
        return one.providers().equals(other.providers())
                && one.connections().equals(other.connections())
                && one.settings().prices().equals(other.settings().prices());
    }

    List<String> problems() {
        return problems;
    }

    @Nullable
    Provider find(String prefix) {
        return prefixes.get(prefix);
    }

    Collection<Provider> all() {
        return Collections.unmodifiableCollection(providers.values());
    }

    List<Provider> declaring(String modelId) {
        return declaring.getOrDefault(modelId, List.of());
    }

    private void add(GatewayConfig config) {
        Map<String, List<Connection>> connections = new HashMap<>();
        for (ConnectionConfig connection : config.connections()) {
            connections
                    .computeIfAbsent(connection.provider(), id -> new ArrayList<>())
                    .add(new Connection(connection));
        }
        config.providers()
                .forEach(provider -> add(config, provider, connections.getOrDefault(provider.id(), List.of())));
        connections.forEach((provider, of) -> {
            if (!providers.containsKey(provider)) {
                problems.add("connections " + of + ": provider " + provider + " is not usable (left out)");
            }
        });
        problems.sort(Comparator.naturalOrder());
    }

    private void add(GatewayConfig config, ProviderConfig provider, List<Connection> connections) {
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
    private void addOffers() {
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
}
