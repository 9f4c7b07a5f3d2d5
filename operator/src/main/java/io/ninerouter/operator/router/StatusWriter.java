package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.operator.kube.Kube;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Writes statuses that have changed, several at a time, and announces what changed for people. One object that cannot be
 * written stops none of the others.
 */
final class StatusWriter {
    private final Surroundings surroundings;
    private final ObjectCaches caches;

    StatusWriter(Surroundings surroundings, ObjectCaches caches) {
        this.surroundings = surroundings;
        this.caches = caches;
    }

    /** Begins a set of writes. */
    Batch batch() {
        return new Batch();
    }

    /** Statuses that are written together. Not thread-safe. */
    final class Batch {
        private final List<Future<?>> writes = new ArrayList<>();

        /**
         * Writes a status unless the object has it.
         *
         * @param object as it was read
         * @param empty makes an object of its kind
         */
        <S extends ObjectStatus, T extends CustomResource<?, S>> void write(
                T object, Class<T> type, Supplier<T> empty, S status) {
            if (!status.equals(object.getStatus())) {
                writes.add(surroundings.writing().pool().submit(() -> apply(object, type, empty, status)));
            }
        }

        /**
         * Waits for all of them.
         *
         * @throws KubernetesClientException the first failure, after all have been tried
         */
        void await() throws InterruptedException {
            RuntimeException first = null;
            for (Future<?> write : writes) {
                try {
                    write.get();
                } catch (ExecutionException e) {
                    RuntimeException failure = e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException("a status was not written", e.getCause());
                    first = first == null ? failure : first;
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void apply(
            T object, Class<T> type, Supplier<T> empty, S status) {
        T patch = empty.get();
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .build());
        patch.setStatus(status);
        try {
            caches.source(type)
                    .eventFilteringUpdateAndCacheResource(patch, next -> Kube.applyStatus(surroundings.client(), next));
        } catch (KubernetesClientException e) {
            if (e.getCode() == Kube.NOT_FOUND) {
                // Deleted since it was read: there is nobody to tell.
                return;
            }
            throw e;
        }
        surroundings.writing().announcer().announce(object, object.getStatus(), status);
    }
}
