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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** A model as callers write it now: nodes are addressed by prefix, everything else as before. */
    String model(String legacy) {
        int slash = legacy.indexOf('/');
        Node node = slash < 0 ? null : nodes.get(legacy.substring(0, slash));
        return node == null ? legacy : node.prefix() + legacy.substring(slash);
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
