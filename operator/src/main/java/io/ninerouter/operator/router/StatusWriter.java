package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.operator.kube.Kube;
import java.util.function.Supplier;

/** Writes a status that has changed, and announces what changed for people. Thread-safe. */
final class StatusWriter {
    private final Surroundings surroundings;
    private final ReconcilerState state;

    StatusWriter(Surroundings surroundings, ReconcilerState state) {
        this.surroundings = surroundings;
        this.state = state;
    }

    /**
     * Writes a status unless the object has it, or is gone.
     *
     * @param object as it was read
     * @param empty makes an object of its kind
     * @throws KubernetesClientException when it could not be written
     */
    <S extends ObjectStatus, T extends CustomResource<?, S>> void write(
            T object, Class<T> type, Supplier<T> empty, S status) {
        if (status.equals(object.getStatus())) {
            return;
        }
        T patch = empty.get();
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .build());
        patch.setStatus(withoutUsage(status));
        T written;
        try {
            written = state.caches()
                    .source(type)
                    .eventFilteringUpdateAndCacheResource(patch, next -> Kube.applyStatus(surroundings.client(), next));
        } catch (KubernetesClientException e) {
            if (e.getCode() == Kube.NOT_FOUND) {
                // Deleted since it was read: there is nobody to tell.
                return;
            }
            throw e;
        }
        surroundings.writing().announcer().announce(object, object.getStatus(), status);
        state.caches().wrote(type, written);
    }

    /** Each status gives one of its own kind. */
    @SuppressWarnings("unchecked")
    private static <S extends ObjectStatus> S withoutUsage(S status) {
        return (S) status.withoutUsage();
    }
}
