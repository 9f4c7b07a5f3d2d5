package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigPacker;
import io.ninerouter.config.PartIndex;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.kube.Kube;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one Router in their Secrets: what is too large for one is split. Parts come before the index that names
 * them, and only into Secrets that no reader goes by: whoever reads gets one document or the other, never a mix.
 */
final class Documents {
    private final KubernetesClient client;
    private final ObjectCaches caches;
    private final Router router;

    Documents(KubernetesClient client, ObjectCaches caches, Router router) {
        this.client = client;
        this.caches = caches;
        this.router = router;
    }

    /**
     * What stands in a document now, with all its parts; empty when there is none.
     *
     * @throws IllegalArgumentException when a part is not the one that the index names
     */
    Map<String, byte[]> read(String name) {
        Map<String, byte[]> whole = new TreeMap<>(data(find(name)));
        PartIndex index = index(whole.remove(RouterSecrets.PARTS_KEY));
        if (index != null) {
            for (PartIndex.Part part : index.parts()) {
                Map<String, byte[]> data = data(find(part.secret()));
                if (!ConfigCodec.dataDigest(data).equals(part.digest())) {
                    throw new IllegalArgumentException(
                            "Secret " + part.secret() + ": not the part " + part.digest() + " of " + name);
                }
                whole.putAll(data);
            }
        }
        return whole;
    }

    /** How often somebody else has changed a Secret, or a Router, which owns ours. */
    long changes() {
        return caches.changes(Secret.class, Router.class);
    }

    /**
     * A document, and where its parts go by what stands now.
     *
     * @param index null = there are not enough Secrets
     */
    record Placed(String name, PartedData data, @Nullable PartIndex index) {}

    /** Finds a place for each part: what has not changed stays where it is. */
    Placed place(String name, PartedData wanted) {
        List<String> digests =
                wanted.parts().stream().map(PartedData.Part::digest).toList();
        PartIndex index = digests.isEmpty()
                ? new PartIndex(PartIndex.FORMAT, List.of())
                : PartSlots.assign(digests, current(name), RouterSecrets.partNames(name));
        return new Placed(name, wanted, index);
    }

    /** Why a document cannot be written; null = it can. */
    @Nullable
    Decision problem(Placed wanted) {
        PartIndex index = wanted.index();
        if (index == null || wanted.data().largest() > ConfigPacker.MAX_SECRET_BYTES) {
            return Decision.no(
                    Reason.INVALID,
                    "Secret " + wanted.name() + ": "
                            + PartedData.size(wanted.data().whole()) + " bytes (expected: what "
                            + PartedData.MAX_PARTS + " Secrets of " + ConfigPacker.MAX_SECRET_BYTES
                            + " bytes hold); what was published before goes on serving");
        }
        Set<String> names = index.parts().stream().map(PartIndex.Part::secret).collect(Collectors.toSet());
        names.add(wanted.name());
        return foreign(names);
    }

    /** Why a Secret of one of these names cannot be written; null = all can. */
    @Nullable
    Decision foreign(Set<String> names) {
        for (String name : names) {
            Secret existing = find(name);
            if (existing != null && !PublishedSecrets.isOurs(existing, router)) {
                return Decision.no(
                        Reason.CONFLICT,
                        "Secret " + router.getMetadata().getNamespace() + "/" + name
                                + " belongs to someone else (expected: a name that is free)");
            }
        }
        return null;
    }

    /** Writes what is not as it should be; {@link #problem} was asked before, and nothing of the document written since. */
    void write(Placed wanted) {
        PartIndex index = wanted.index();
        if (index == null) {
            throw new IllegalStateException(wanted.name() + ": no Secret left for a part (expected: asked before)");
        }
        PartedData data = wanted.data();
        for (int i = 0; i < index.parts().size(); i++) {
            write(PublishedSecrets.secret(
                    router, index.parts().get(i).secret(), data.parts().get(i).data()));
        }
        PartedData head =
                index.parts().isEmpty() ? data : data.with(RouterSecrets.PARTS_KEY, ConfigCodec.encode(index));
        write(PublishedSecrets.secret(router, wanted.name(), head.head()));
    }

    /**
     * Empties Secrets that held parts of earlier documents: to be called when every reader goes by the present one.
     *
     * @param keep whether as many as the document has parts may stay: the next changes write into them, and each emptied one is a
     *     write more for every change
     */
    void sweep(String name, boolean keep) {
        PartSlots.leftOver(current(name), RouterSecrets.partNames(name), keep).forEach(this::empty);
    }

    private void empty(String part) {
        Secret existing = find(part);
        if (existing != null
                && existing.getData() != null
                && !existing.getData().isEmpty()
                && PublishedSecrets.isOurs(existing, router)) {
            write(PublishedSecrets.secret(router, part, Map.of()));
        }
    }

    /** Writes one Secret unless it is as it should be. */
    void write(Secret wanted) {
        if (!PublishedSecrets.isCurrent(find(wanted.getMetadata().getName()), wanted)) {
            caches.source(Secret.class)
                    .eventFilteringUpdateAndCacheResource(wanted, secret -> Kube.apply(client, secret));
        }
    }

    /** A Secret of the Router's namespace; null = there is none. */
    @Nullable
    Secret find(String name) {
        return caches.find(Secret.class, router.getMetadata().getNamespace(), name)
                .orElse(null);
    }

    /** The same, asked of the API server. */
    @Nullable
    Secret findNow(String name) {
        return client.secrets()
                .inNamespace(router.getMetadata().getNamespace())
                .withName(name)
                .get();
    }

    /** The values of a Secret; none when it does not exist. */
    static Map<String, byte[]> data(@Nullable Secret secret) {
        Map<String, byte[]> data = new TreeMap<>();
        if (secret != null && secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        return data;
    }

    /** What readers go by now; null = no parts, or what nobody can read. */
    private @Nullable PartIndex current(String name) {
        Secret head = find(name);
        String encoded =
                head == null || head.getData() == null ? null : head.getData().get(RouterSecrets.PARTS_KEY);
        try {
            return encoded == null ? null : index(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable PartIndex index(byte @Nullable [] bytes) {
        return bytes == null ? null : ConfigCodec.decodeIndex(bytes);
    }
}
