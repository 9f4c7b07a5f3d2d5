package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.operator.backoff.Backoff;
import io.ninerouter.operator.compile.Attachment;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.status.ConditionFold;
import io.ninerouter.operator.status.ConditionMerge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that attach to no Router: nobody compiles them, and they must say so. Works by namespace, behind
 * the loop of the Routers; a namespace that is named while it waits is examined once.
 */
final class DetachedObjects {
    private static final Logger LOG = LoggerFactory.getLogger(DetachedObjects.class);
    private static final Backoff RETRY = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final ReconcilerState state;
    private final Surroundings surroundings;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
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
        ObjectReader reader = new ObjectReader(state.caches());
        AttachedKind.ALL.forEach(kind -> post(kind, namespace, reader));
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void post(
            AttachedKind<S, T> kind, String namespace, ObjectReader reader) {
        state.caches()
                .in(kind.type(), namespace)
                .filter(object -> isDetached(object, reader))
                .map(object -> object.getMetadata().getName())
                .forEach(name -> state.outbox()
                        .post(
                                new ObjectRef(kind.kind(), namespace, name).toString(),
                                () -> write(kind, namespace, name, reader)));
    }

    private static boolean isDetached(CustomResource<?, ?> object, ObjectReader reader) {
        return ObjectReader.isUsable(object) && reader.attachment(object) instanceof Attachment.Nowhere;
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void write(
            AttachedKind<S, T> kind, String namespace, String name, ObjectReader reader) {
        try {
            state.caches().find(kind.type(), namespace, name).ifPresent(object -> tell(kind, object, reader));
            failures.remove(namespace);
        } catch (KubernetesClientException e) {
            LOG.warn("status not written, trying again: {} {}/{} status={}", kind.kind(), namespace, name, e.getCode());
            if (waiting.add(namespace)) {
                int inRow = failures.merge(namespace, 1, Integer::sum);
                schedule(
                        namespace,
                        RETRY.pause(inRow, ThreadLocalRandom.current().nextDouble()));
            }
        }
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void tell(
            AttachedKind<S, T> kind, T object, ObjectReader reader) {
        if (leading
                && ObjectReader.isUsable(object)
                && reader.attachment(object) instanceof Attachment.Nowhere nowhere) {
            Verdict.Detail detail = detail(object);
            S before = object.getStatus();
            List<Condition> conditions = ConditionMerge.merge(
                    before == null ? List.of() : before.conditions(),
                    ConditionFold.detached(detail, nowhere.reason(), nowhere.message()),
                    AttachedKind.generation(object),
                    surroundings.clock().instant());
            S status = kind.status().make(object, conditions, AttachedKind.Facts.of(detail));
            new StatusWriter(surroundings, state).write(object, kind.type(), kind.empty(), status);
        }
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
