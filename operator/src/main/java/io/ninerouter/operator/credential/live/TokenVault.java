package io.ninerouter.operator.credential.live;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.credential.Change;
import io.ninerouter.operator.credential.Stored;
import io.ninerouter.operator.kube.Kube;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the Secrets of accounts. A write names the version that it was made from: it is done to that or not at all.
 * What a person has put beside our keys stays. Thread-safe.
 */
final class TokenVault {
    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Kube.MANAGER)
            .build();

    private final KubernetesClient client;

    TokenVault(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Where an account's Secret is.
     *
     * @param owner the connection: what is made for it goes with it
     * @param mine whether the Secret may be nobody else's
     */
    record Place(String namespace, String name, OwnerReference owner, boolean mine) {}

    /** The Secret as the API server has it now; null = it is not there. */
    @Nullable
    Stored read(Place place) {
        Secret secret = client.secrets()
                .inNamespace(place.namespace())
                .withName(place.name())
                .get();
        if (secret != null
                && place.mine()
                && !Kube.isLost(secret)
                && !Objects.equals(Kube.ownerUid(secret), place.owner().getUid())) {
            throw new ForeignSecretException("Secret " + place.namespace() + "/" + place.name()
                    + " is not of this connection (expected: none, or one that it owns)");
        }
        return secret == null ? null : stored(secret);
    }

    /**
     * Writes.
     *
     * @param base as it was read; null = it is made
     * @return null = it is not any more what was read
     */
    @Nullable
    Stored write(Place place, @Nullable Stored base, Change change) {
        try {
            return stored(base == null ? create(place, change) : patch(place, base, change));
        } catch (KubernetesClientException e) {
            if (e.getCode() == Kube.CONFLICT || e.getCode() == Kube.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private Secret create(Place place, Change change) {
        Map<String, String> annotations = new TreeMap<>();
        change.annotations().forEach((name, value) -> {
            if (value != null) {
                annotations.put(name, value);
            }
        });
        return client.resource(new SecretBuilder()
                        .withMetadata(new ObjectMetaBuilder()
                                .withNamespace(place.namespace())
                                .withName(place.name())
                                .withLabels(Map.of(Kube.MANAGED_BY, Kube.MANAGER))
                                .withAnnotations(annotations)
                                .withOwnerReferences(place.owner())
                                .build())
                        .withType("Opaque")
                        .withData(Kube.encoded(change.applied(Map.of())))
                        .build())
                .create();
    }

    private Secret patch(Place place, Stored base, Change change) {
        Map<String, @Nullable String> data = new HashMap<>();
        Map<String, SecretText> written = new HashMap<>();
        change.values().forEach((key, value) -> {
            if (value != null) {
                written.put(key, value);
            } else if (base.values().containsKey(key)) {
                data.put(key, null);
            }
        });
        data.putAll(Kube.encoded(written));
        Map<String, @Nullable Object> metadata = new HashMap<>();
        metadata.put("uid", base.version().uid());
        metadata.put("resourceVersion", base.version().resource());
        if (place.mine()) {
            // One that came out of a backup has lost its owner.
            metadata.put("ownerReferences", List.of(place.owner()));
        }
        if (!change.annotations().isEmpty()) {
            metadata.put("annotations", change.annotations());
        }
        Map<String, Object> patch = new HashMap<>();
        patch.put("metadata", metadata);
        if (!data.isEmpty()) {
            patch.put("data", data);
        }
        return client.secrets()
                .inNamespace(place.namespace())
                .withName(place.name())
                .patch(MERGE, json(patch));
    }

    /** Null removes: it must be written. */
    private static String json(Map<String, Object> patch) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(patch);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("texts and maps are always JSON", e);
        }
    }

    static Stored stored(Secret secret) {
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        return new Stored(
                new Stored.Version(
                        Objects.requireNonNullElse(secret.getMetadata().getUid(), ""),
                        Objects.requireNonNullElse(secret.getMetadata().getResourceVersion(), "")),
                Kube.values(secret),
                annotations == null ? Map.of() : annotations);
    }

    /** The Secret is somebody else's. */
    static final class ForeignSecretException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ForeignSecretException(String message) {
            super(message);
        }
    }
}
