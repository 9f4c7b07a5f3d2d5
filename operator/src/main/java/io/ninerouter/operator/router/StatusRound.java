package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the statuses of one Router and everything that attaches to it. */
final class StatusRound {
    private final Surroundings surroundings;
    private final ReconcilerState state;
    private final ObjectCaches caches;

    StatusRound(Surroundings surroundings, ReconcilerState state) {
        this.surroundings = surroundings;
        this.state = state;
        this.caches = state.caches();
    }

    /** Writes; says whether all is written, or else another round has to look. */
    boolean write(Router router, Telling telling, Signals signals) throws InterruptedException {
        StatusWriter.Batch batch = new StatusWriter(surroundings, state).batch();
        Set<String> refused = telling.refused();
        Map<String, List<Signals.Signal>> cooling = signals.byConnection();
        for (ObjectRef ref : telling.compilation().verdicts().keySet()) {
            if (ref.kind() != Kind.ROUTER) {
                AttachedKind.Facts facts = new AttachedKind.Facts(
                        telling.verdict(ref).detail(),
                        telling.reportsOf(ref),
                        ref.kind() == Kind.CONNECTION ? cooling.getOrDefault(ref.name(), List.of()) : List.of(),
                        refused,
                        telling.probed(ref),
                        telling.spending(ref));
                write(batch, AttachedKind.of(ref.kind()), ref, telling, facts);
            }
        }
        writeRouter(batch, router, telling);
        return batch.await();
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void write(
            StatusWriter.Batch batch,
            AttachedKind<S, T> kind,
            ObjectRef ref,
            Telling telling,
            AttachedKind.Facts facts) {
        find(kind.type(), ref, telling).ifPresent(object -> {
            S status = kind.status().make(object, telling.conditions(ref, object.getStatus()), facts);
            batch.write(object, kind.type(), kind.empty(), status);
        });
    }

    private void writeRouter(StatusWriter.Batch batch, Router read, Telling telling) {
        ObjectRef ref = new ObjectRef(
                Kind.ROUTER,
                read.getMetadata().getNamespace(),
                read.getMetadata().getName());
        Optional<Router> current = find(Router.class, ref, telling);
        current.ifPresent(router -> {
            Router.Status status = new Router.Status(
                    telling.verdict(ref).generation(),
                    telling.conditions(ref, router.getStatus()),
                    surroundings.settings().endpoint(router),
                    telling.memory().configs().current(),
                    new Router.Replicas(telling.fleet().ready(), telling.programmed()),
                    new Router.Objects(
                            telling.accepted(Kind.CONNECTION),
                            telling.accepted(Kind.NODE),
                            telling.accepted(Kind.COMBO),
                            telling.accepted(Kind.ALIAS),
                            telling.accepted(Kind.KEY)),
                    router.getStatus() == null ? null : router.getStatus().usage());
            batch.write(router, Router.class, Router::new, status);
        });
    }

    /** The object as it stands, unless it has been edited since it was compiled: then the next round tells. */
    private <S extends ObjectStatus, T extends CustomResource<?, S>> Optional<T> find(
            Class<T> type, ObjectRef ref, Telling telling) {
        long generation = telling.verdict(ref).generation();
        return caches.find(type, ref.namespace(), ref.name())
                .filter(object -> AttachedKind.generation(object) == generation);
    }
}
