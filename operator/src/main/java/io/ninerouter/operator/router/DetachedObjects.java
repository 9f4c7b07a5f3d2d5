package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.operator.compile.Attachment;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.status.ConditionFold;
import io.ninerouter.operator.status.ConditionMerge;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that attach to no Router: nobody compiles them, and they must say so. Works by namespace, one after the other,
 * behind the loop of the Routers; a namespace that is named while it waits is examined once.
 */
final class DetachedObjects {
    private static final Logger LOG = LoggerFactory.getLogger(DetachedObjects.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ReconcilerState state;
    private final Surroundings surroundings;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean leading;

    DetachedObjects(ReconcilerState state, Surroundings surroundings) {
        this.state = state;
        this.surroundings = surroundings;
    }

    /** From now on this operator writes; what was named before is examined now. */
    void lead() {
        leading = true;
        List.copyOf(waiting).forEach(namespace -> schedule(namespace, Duration.ZERO));
    }

    /** From now on another operator writes. */
    void resign() {
        leading = false;
    }

    /** Examines a namespace soon. */
    void examine(String namespace) {
        if (waiting.add(namespace) && leading) {
            schedule(namespace, Duration.ZERO);
        }
    }

    private void schedule(String namespace, Duration delay) {
        var _ = surroundings.executor().schedule(() -> run(namespace), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(String namespace) {
        if (!leading) {
            return;
        }
        waiting.remove(namespace);
        try {
            tell(namespace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KubernetesClientException e) {
            LOG.warn("statuses not written, trying again: namespace={} status={}", namespace, e.getCode());
            if (waiting.add(namespace)) {
                schedule(namespace, RETRY);
            }
        }
    }

    private void tell(String namespace) throws InterruptedException {
        ObjectCaches caches = state.caches();
        ObjectReader reader = new ObjectReader(caches, surroundings.catalogue());
        StatusWriter.Batch batch = new StatusWriter(surroundings, state).batch();
        for (AttachedKind<?, ?> kind : AttachedKind.ALL) {
            tell(kind, namespace, reader, batch);
        }
        if (!batch.await() && waiting.add(namespace)) {
            schedule(namespace, RETRY);
        }
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void tell(
            AttachedKind<S, T> kind, String namespace, ObjectReader reader, StatusWriter.Batch batch) {
        state.caches().in(kind.type(), namespace).filter(ObjectReader::isUsable).forEach(object -> {
            if (reader.attachment(object) instanceof Attachment.Nowhere nowhere) {
                Verdict.Detail detail = detail(object);
                S before = object.getStatus();
                List<Condition> conditions = ConditionMerge.merge(
                        before == null ? List.of() : before.conditions(),
                        ConditionFold.detached(detail, nowhere.reason(), nowhere.message()),
                        AttachedKind.generation(object),
                        surroundings.clock().instant());
                S status = kind.status().make(object, conditions, AttachedKind.Facts.of(detail));
                batch.write(object, kind.type(), kind.empty(), status);
            }
        });
    }

    private static Verdict.Detail detail(CustomResource<?, ?> object) {
        if (object.getSpec() instanceof ProviderConnection.Spec spec) {
            return new Verdict.OfConnection(
                    !Boolean.FALSE.equals(spec.active()),
                    spec.auth() == null || spec.auth().none() == null);
        }
        return Verdict.Detail.NONE;
    }
}
