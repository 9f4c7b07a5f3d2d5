package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Objects as they stand in a cluster become manifests as people write them: what the API server and the operator have added is
 * left out. Pure: equal objects give equal text, so that a folder in Git changes only when the cluster has.
 */
final class Export {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    /** Written by kubectl, and of no use elsewhere. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Export() {}

    /** Which Secrets go along. */
    enum Secrets {
        /** None: the folder says which have to be there. */
        REFERENCES,
        /** Keys of providers and callers, but no tokens of logins: a login is used by one cluster. */
        KEYS,
        /** Tokens of logins as well: the cluster that they come from must not use them any more. */
        ALL
    }

    /**
     * What goes out.
     *
     * @param manifests of our kinds, without anything secret
     * @param secrets to be sealed, or kept apart; empty with {@link Secrets#REFERENCES}
     * @param needed every Secret that the objects name
     */
    record Exported(List<ObjectNode> manifests, List<ObjectNode> secrets, List<Needed> needed) {
        /** Says how much, never what. */
        @Override
        public String toString() {
            return "Exported[" + manifests.size() + " manifests, " + secrets.size() + " secrets]";
        }
    }

    /**
     * A Secret that objects name.
     *
     * @param keys those that it has in the cluster
     * @param by the objects, as {@code Kind name}
     * @param there whether it goes along
     * @param tokens whether it holds tokens of a login
     */
    record Needed(String namespace, String name, Set<String> keys, Set<String> by, boolean there, boolean tokens) {}

    /**
     * Prepares a folder.
     *
     * @param objects of our kinds
     * @param secrets those of the same namespaces; others than the named ones are not looked at
     */
    static Exported of(Collection<? extends HasMetadata> objects, Collection<Secret> secrets, Secrets which) {
        List<ObjectNode> manifests = objects.stream()
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .map(Export::manifest)
                .sorted(Comparator.comparing(Export::key))
                .toList();
        Map<String, Secret> byName = secrets.stream()
                .collect(Collectors.toMap(
                        secret -> secret.getMetadata().getNamespace() + "/"
                                + secret.getMetadata().getName(),
                        Function.identity()));
        Map<String, Set<String>> named = new TreeMap<>();
        Set<String> tokens = new TreeSet<>();
        manifests.forEach(manifest -> references(manifest, named, tokens));
        List<Needed> needed = new ArrayList<>();
        List<ObjectNode> along = new ArrayList<>();
        named.forEach((key, by) -> {
            Secret secret = byName.get(key);
            boolean there = secret != null && goesAlong(which, tokens.contains(key));
            if (secret != null && there) {
                along.add(manifest(secret));
            }
            Set<String> keys = secret == null || secret.getData() == null
                    ? Set.of()
                    : new TreeSet<>(secret.getData().keySet());
            String[] parts = key.split("/", 2);
            needed.add(new Needed(parts[0], parts[1], keys, by, there, tokens.contains(key)));
        });
        return new Exported(manifests, along, needed);
    }

    /** An object as a tree, with all that it has. */
    static ObjectNode tree(HasMetadata object) {
        return KUBERNETES.convertValue(object, ObjectNode.class);
    }

    private static boolean goesAlong(Secrets which, boolean tokens) {
        return switch (which) {
            case REFERENCES -> false;
            case KEYS -> !tokens;
            case ALL -> true;
        };
    }

    /** {@code namespace/kind-name}: where a manifest goes, without an ending. */
    static String key(JsonNode manifest) {
        JsonNode metadata = manifest.path("metadata");
        return metadata.path("namespace").asText() + "/"
                + manifest.path("kind").asText().toLowerCase(Locale.ROOT) + "-"
                + metadata.path("name").asText();
    }

    private static ObjectNode manifest(HasMetadata object) {
        ObjectNode tree = JSON.createObjectNode();
        JsonNode full = tree(object);
        JsonNode metadata = full.path("metadata");
        tree.set("apiVersion", full.path("apiVersion"));
        tree.set("kind", full.path("kind"));
        ObjectNode kept = tree.putObject("metadata");
        kept.set("name", metadata.path("name"));
        kept.set("namespace", metadata.path("namespace"));
        keep(kept, "labels", metadata.path("labels"));
        keep(kept, "annotations", metadata.path("annotations"));
        for (String part : List.of("type", "spec", "data")) {
            if (full.has(part)) {
                tree.set(part, full.path(part));
            }
        }
        return tree;
    }

    private static void keep(ObjectNode metadata, String name, JsonNode values) {
        ObjectNode kept = JSON.createObjectNode();
        values.properties().stream()
                .filter(entry -> !entry.getKey().equals(LAST_APPLIED))
                .forEach(entry -> kept.set(entry.getKey(), entry.getValue()));
        if (!kept.isEmpty()) {
            metadata.set(name, kept);
        }
    }

    /** Every Secret that a spec names: members that end in {@code secretRef}, and an ApiKey's {@code secretName}. */
    private static void references(ObjectNode manifest, Map<String, Set<String>> named, Set<String> tokens) {
        String namespace = manifest.path("metadata").path("namespace").asText();
        String kind = manifest.path("kind").asText();
        String name = manifest.path("metadata").path("name").asText();
        String by = kind + " " + name;
        walk(manifest.path("spec"), reference -> {
            named.computeIfAbsent(namespace + "/" + reference, _ -> new TreeSet<>())
                    .add(by);
        });
        if (kind.equals(ApiKey.class.getSimpleName()) && manifest.path("spec").has("secretName")) {
            String secret = manifest.path("spec").path("secretName").asText();
            named.computeIfAbsent(namespace + "/" + secret, _ -> new TreeSet<>())
                    .add(by);
        }
        if (kind.equals(Router.class.getSimpleName())) {
            // Without it issued keys would begin otherwise in the next cluster.
            named.computeIfAbsent(namespace + "/" + name + "-signing", _ -> new TreeSet<>())
                    .add(by);
        }
        if (kind.equals(ProviderConnection.class.getSimpleName())) {
            JsonNode login = manifest.path("spec")
                    .path("auth")
                    .path("oauth")
                    .path("secretRef")
                    .path("name");
            if (login.isTextual()) {
                tokens.add(namespace + "/" + login.asText());
            }
        }
    }

    private static void walk(JsonNode node, Consumer<String> found) {
        node.properties().forEach(member -> {
            JsonNode value = member.getValue();
            boolean reference = member.getKey().toLowerCase(Locale.ROOT).endsWith("secretref");
            if (reference && value.path("name").isTextual()) {
                found.accept(value.path("name").asText());
            }
            walk(value, found);
        });
        if (node instanceof ArrayNode list) {
            list.forEach(element -> walk(element, found));
        }
    }
}
