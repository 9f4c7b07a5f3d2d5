package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.operator.kube.Kube;
import java.time.Duration;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes statuses that have changed, several at a time, and announces what changed for people. One object that cannot be
 * written stops none of the others.
 */
final class StatusWriter {
    /** While writes complete they are waited for; one that takes longer is left to itself, and nobody waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Surroundings surroundings;
    private final ReconcilerState state;

    StatusWriter(Surroundings surroundings, ReconcilerState state) {
        this.surroundings = surroundings;
        this.state = state;
    }

    /** Begins a set of writes. */
    Batch batch() {
        return new Batch();
    }

    /** Statuses that are written together. Not thread-safe. */
    final class Batch {
        private final CompletionService<Void> writes =
                new ExecutorCompletionService<>(surroundings.writing().pool());
        private int begun;
        private boolean complete = true;

        /**
         * Writes a status unless the object has it, or an earlier one is still being written.
         *
         * @param object as it was read
         * @param empty makes an object of its kind
         */
        <S extends ObjectStatus, T extends CustomResource<?, S>> void write(
                T object, Class<T> type, Supplier<T> empty, S status) {
            if (status.equals(object.getStatus())) {
                return;
            }
            String key = type.getSimpleName() + " " + object.getMetadata().getNamespace() + "/"
                    + object.getMetadata().getName();
            if (!state.beginTelling(key)) {
                complete = false;
                return;
            }
            begun++;
            var _ = writes.submit(() -> {
                try {
                    apply(object, type, empty, status);
                } finally {
                    state.endTelling(key);
                }
                return null;
            });
        }

        /**
         * Waits for them, but not for one that stands still.
         *
         * @return whether all are written; else another round has to look
         * @throws KubernetesClientException the first failure, after all have been tried
         */
        boolean await() throws InterruptedException {
            RuntimeException first = null;
            for (int i = 0; i < begun; i++) {
                Future<Void> write = writes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (write == null) {
                    complete = false;
                    break;
                }
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
            return complete;
        }
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void apply(
            T object, Class<T> type, Supplier<T> empty, S status) {
        T patch = empty.get();
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .build());
        patch.setStatus(withoutUsage(status));
        try {
            state.caches()
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
    }

    /** Each status gives one of its own kind. */
    @SuppressWarnings("unchecked")
    private static <S extends ObjectStatus> S withoutUsage(S status) {
        return (S) status.withoutUsage();
    }
}
