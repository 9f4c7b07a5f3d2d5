package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How lists and structs of built-in kinds are merged: the listType, mapType and patch markers of k8s.io/api, for the
 * kinds served here.
 *
 * @param keys the list-map keys; empty for a set of scalars
 * @param patchKey what strategic merge knows an item by, null for scalars
 */
record MergeTraits(List<String> keys, @Nullable String patchKey) {

    private static final Map<String, MergeTraits> BY_FIELD = Map.ofEntries(
            Map.entry("ObjectMeta.ownerReferences", map("uid")),
            Map.entry("ObjectMeta.finalizers", set()),
            Map.entry("PodSpec.containers", map("name")),
            Map.entry("PodSpec.initContainers", map("name")),
            Map.entry("PodSpec.ephemeralContainers", map("name")),
            Map.entry("PodSpec.volumes", map("name")),
            Map.entry("PodSpec.imagePullSecrets", map("name")),
            Map.entry("PodSpec.hostAliases", map("ip")),
            Map.entry(
                    "PodSpec.topologySpreadConstraints",
                    new MergeTraits(List.of("topologyKey", "whenUnsatisfiable"), "topologyKey")),
            Map.entry("Container.ports", new MergeTraits(List.of("containerPort", "protocol"), "containerPort")),
            Map.entry("Container.env", map("name")),
            Map.entry("Container.volumeMounts", map("mountPath")),
            Map.entry("Container.volumeDevices", map("devicePath")),
            Map.entry("ServiceSpec.ports", new MergeTraits(List.of("port", "protocol"), "port")),
            Map.entry("ServiceAccount.secrets", map("name")));

    private static final Map<String, String> PRESETS = Map.of(
            "ContainerPort.protocol", "TCP",
            "ServicePort.protocol", "TCP",
            "ServiceSpec.type", "ClusterIP",
            "Secret.type", "Opaque");

    private static final Set<String> ATOMIC = Set.of(
            "LabelSelector",
            "ObjectReference",
            "LocalObjectReference",
            "TypedLocalObjectReference",
            "SecretKeySelector",
            "ConfigMapKeySelector",
            "ObjectFieldSelector",
            "ResourceFieldSelector",
            "NodeSelector",
            "NodeSelectorTerm",
            "RoleRef",
            "Subject");

    /** The traits of a field of a model class; conditions are the same everywhere. */
    static Optional<MergeTraits> of(Class<?> owner, String field) {
        if (field.equals("conditions")) {
            return Optional.of(map("type"));
        }
        return Optional.ofNullable(BY_FIELD.get(owner.getSimpleName() + "." + field));
    }

    /** The default of a field, where the API server sets one that a client or a merge relies on. */
    static Optional<String> preset(Class<?> owner, String field) {
        return Optional.ofNullable(PRESETS.get(owner.getSimpleName() + "." + field));
    }

    /** Marks the document of a struct that is replaced as a whole. */
    static void addAtomic(Class<?> model, ObjectNode document) {
        if (ATOMIC.contains(model.getSimpleName())) {
            document.put("x-kubernetes-map-type", "atomic");
        }
    }

    /** Adds the markers to the document of a list. */
    void addTo(ObjectNode list) {
        list.put("x-kubernetes-list-type", keys.isEmpty() ? "set" : "map");
        list.put("x-kubernetes-patch-strategy", "merge");
        if (patchKey != null) {
            list.set("x-kubernetes-list-map-keys", Json.strings(keys));
            list.put("x-kubernetes-patch-merge-key", patchKey);
        }
    }

    private static MergeTraits map(String key) {
        return new MergeTraits(List.of(key), key);
    }

    private static MergeTraits set() {
        return new MergeTraits(List.of(), null);
    }
}
