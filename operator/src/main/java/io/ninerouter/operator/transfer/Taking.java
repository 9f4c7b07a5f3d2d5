package io.ninerouter.operator.transfer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.catalog.CatalogueEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the steps of one import share: where to, what was made so far, and how providers of then are called now. Not thread-safe. */
final class Taking {
    private final String namespace;
    private final Catalogue catalogue;
    private final Report report = new Report();
    private final ObjectNames names = new ObjectNames();
    private final List<HasMetadata> objects = new ArrayList<>();
    private final List<Secret> secrets = new ArrayList<>();
    private final Map<String, Node> nodes = new HashMap<>();

    /** What accounts of a built-in provider became accounts of, in their order. */
    private final Map<String, Set<String>> successors = new HashMap<>();

    Taking(String namespace, Catalogue catalogue) {
        this.namespace = namespace;
        this.catalogue = catalogue;
    }

    /** A node of then as it is called now. */
    record Node(String name, String prefix) {}

    Report report() {
        return report;
    }

    ObjectNames names() {
        return names;
    }

    Imported done() {
        return new Imported(objects, secrets, report);
    }

    ObjectMeta named(String name) {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(name).build();
    }

    /** Adds an object; gives {@code Kind name} for the report. */
    String add(HasMetadata object) {
        objects.add(object);
        return object.getKind() + " " + object.getMetadata().getName();
    }

    /** Adds a Secret with these values, which are its own from then on; gives its name. */
    String addSecret(String wish, Map<String, String> values) {
        String name = names.take("Secret", wish, "credential");
        Map<String, String> data = new TreeMap<>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        secrets.add(new SecretBuilder()
                .withMetadata(named(name))
                .withType("Opaque")
                .withData(data)
                .build());
        return name;
    }

    void node(String legacyId, Node node) {
        nodes.put(legacyId, node);
    }

    /** The provider of a connection as it is called now: a node's name or a catalogue id; null = there is none. */
    @Nullable
    String provider(String legacy) {
        Node node = nodes.get(legacy);
        if (node != null) {
            return node.name();
        }
        return catalogue.find(legacy) != null ? legacy : catalogue.idOfPrefix(legacy);
    }

    /** An account of a built-in provider is now one of this provider, which may be the same. */
    void account(String provider, String now) {
        successors.computeIfAbsent(provider, none -> new LinkedHashSet<>()).add(now);
    }

    /** The providers that have the accounts of a provider now; itself where nothing became of any. */
    Collection<String> successors(String provider) {
        return successors.getOrDefault(provider, Set.of(provider));
    }

    /** What the catalogue alone says of a provider, by its name of now; null = it is a node. */
    CatalogueEntry.@Nullable Extra extra(String provider) {
        boolean node = nodes.values().stream().anyMatch(each -> each.name().equals(provider));
        CatalogueEntry entry = node ? null : catalogue.find(provider);
        return entry == null ? null : entry.extra();
    }

    /** Whether a prefix means a built-in provider. */
    boolean isBuiltIn(String prefix) {
        return catalogue.idOfPrefix(prefix) != null;
    }

    /**
     * A model as callers write it now, once for each provider that has accounts of the one that it names: nodes are addressed by
     * prefix, accounts that became those of another provider by that one's name, everything else as before.
     */
    List<String> models(String legacy) {
        int slash = legacy.indexOf('/');
        if (slash < 0) {
            return List.of(legacy);
        }
        String prefix = legacy.substring(0, slash);
        String model = legacy.substring(slash);
        Node node = nodes.get(prefix);
        if (node != null) {
            return List.of(node.prefix() + model);
        }
        String id = provider(prefix);
        return id == null
                ? List.of(legacy)
                : successors(id).stream()
                        .map(now -> now.equals(id) ? legacy : now + model)
                        .toList();
    }

    /** What is in front of a model's slash, if nothing here is called so; null = it leads somewhere, or there is no slash. */
    @Nullable
    String unknownPrefix(String model) {
        int slash = model.indexOf('/');
        String prefix = slash < 0 ? null : model.substring(0, slash);
        boolean known = prefix == null
                || catalogue.idOfPrefix(prefix) != null
                || catalogue.find(prefix) != null
                || nodes.values().stream()
                        .anyMatch(node ->
                                node.prefix().equals(prefix) || node.name().equals(prefix));
        return known ? null : prefix;
    }
}
