package io.ninerouter.operator.compile;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which provider models the attached connections serve: an index, built once a compile. */
final class ServedModels {
    private final Map<String, Provider> byPrefix = new HashMap<>();
    private final Map<String, Set<String>> providersByBareModel = new HashMap<>();
    private final TreeMap<String, Provider> byId = new TreeMap<>();
    private final Map<String, List<Verdict.Target>> found = new HashMap<>();

    ServedModels(Providers providers, Collection<ConnectionConfig> connections) {
        for (ConnectionConfig connection : connections) {
            ProviderConfig config = providers.find(connection.provider());
            if (config != null) {
                byId.computeIfAbsent(config.id(), id -> new Provider(config))
                        .connections
                        .add(connection);
            }
        }
        byId.values().forEach(provider -> {
            provider.config.prefixes().forEach(prefix -> byPrefix.put(prefix, provider));
            add(provider, provider.knownModels());
        });
        // What is declared keeps its name, whatever lists come to say.
        Set<String> declared = Set.copyOf(providersByBareModel.keySet());
        byId.values().forEach(provider -> {
            Set<String> offered = provider.offeredModels();
            offered.removeAll(declared);
            add(provider, offered);
        });
    }

    private void add(Provider provider, Set<String> models) {
        models.forEach(model -> providersByBareModel
                .computeIfAbsent(model, name -> new TreeSet<>())
                .add(provider.config.id()));
    }

    /** The providers that a connection names, in order of id. */
    List<ProviderConfig> providers() {
        return byId.values().stream().map(provider -> provider.config).toList();
    }

    /**
     * What a model string that is neither combo nor alias leads to: {@code prefix/model}, else a name that exactly one
     * provider declares; none = nowhere. The same instance each time: a thousand combos may name one model.
     */
    List<Verdict.Target> find(String model) {
        return found.computeIfAbsent(model, name -> {
            Place place = place(name);
            return place == null ? List.of() : List.of(place.target());
        });
    }

    /**
     * Where a model string leads.
     *
     * @param provider its id
     * @param model the provider's own name of it
     */
    record Place(String provider, String model, Verdict.Target target) {}

    /** The same with the provider and its own name of the model; null = nowhere. */
    @Nullable
    Place place(String model) {
        int slash = model.indexOf('/');
        if (slash > 0) {
            Provider provider = byPrefix.get(model.substring(0, slash));
            Place place = provider == null ? null : provider.place(model, model.substring(slash + 1));
            if (place != null) {
                return place;
            }
        }
        Set<String> ids = providersByBareModel.getOrDefault(model, Set.of());
        if (ids.size() != 1) {
            return null;
        }
        String id = ids.iterator().next();
        Provider provider = byId.get(id);
        return provider == null ? null : provider.place(id + "/" + model, model);
    }

    /** A provider and the connections that name it. */
    private static final class Provider {
        private final ProviderConfig config;
        private final List<ConnectionConfig> connections = new ArrayList<>();
        private final Set<String> declared = new HashSet<>();
        private final Map<String, List<String>> servingByModel = new HashMap<>();
        private @Nullable List<String> names;

        private Provider(ProviderConfig config) {
            this.config = config;
            config.models().stream().map(ModelConfig::id).forEach(declared::add);
        }

        private @Nullable Place place(String name, String id) {
            if (id.isEmpty() || !(config.openModels() || declared.contains(id))) {
                return null;
            }
            List<String> serving = servingByModel.computeIfAbsent(id, this::serving);
            return serving.isEmpty() ? null : new Place(config.id(), id, new Verdict.Target(name, serving));
        }

        /** Found once for each model: a thousand combos may lead to one model that a thousand connections serve. */
        private List<String> serving(String id) {
            return connections.stream().allMatch(connection -> allows(connection, id))
                    ? names()
                    : names(connections.stream().filter(connection -> allows(connection, id)));
        }

        /** Of all, one list for the many models that all serve. */
        private List<String> names() {
            List<String> made = names;
            if (made == null) {
                made = names(connections.stream());
                names = made;
            }
            return made;
        }

        private static List<String> names(Stream<ConnectionConfig> connections) {
            return List.copyOf(connections.map(ConnectionConfig::name).sorted().toList());
        }

        private Set<String> knownModels() {
            Set<String> known = new HashSet<>();
            for (ConnectionConfig connection : connections) {
                (connection.models().isEmpty() ? declared : connection.models())
                        .stream().filter(model -> isOffered(connection, model)).forEach(known::add);
            }
            if (!config.openModels()) {
                known.retainAll(declared);
            }
            return known;
        }

        /** What lists add to that. */
        private Set<String> offeredModels() {
            Set<String> offered = new HashSet<>();
            if (config.openModels()) {
                for (ConnectionConfig connection : connections) {
                    connection.offers().stream()
                            .filter(model -> allows(connection, model))
                            .forEach(offered::add);
                }
            }
            return offered;
        }

        private static boolean isOffered(ConnectionConfig connection, String id) {
            return connection.offers().isEmpty() || Collections.binarySearch(connection.offers(), id) >= 0;
        }

        private static boolean allows(ConnectionConfig connection, String id) {
            return connection.models().isEmpty() || connection.models().contains(id);
        }
    }
}
