package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.ConditionFold;
import io.ninerouter.operator.status.Statuses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one Router and everything that attaches to it what is new, behind the loop: a status is made and written when its
 * turn comes, so that no change waits for the statuses of those before it.
 */
final class StatusRound {
    private static final Logger LOG = LoggerFactory.getLogger(StatusRound.class);

    /**
     * That replicas have still to acknowledge something is told when they take longer than this: they need a tenth of a second,
     * and three statuses for each change (none of them, one of them, all of them) would cost more than the change itself. Until
     * then the status is of what was served before: {@code observedGeneration} says so where a spec was edited. Where only a
     * Secret was replaced, which changes no generation, nothing does: {@code Ready} may be that long the word on the secret
     * before.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Surroundings surroundings;
    private final ReconcilerState state;
    private final Wakes wakes;
    private final StatusWriter writer;

    StatusRound(Surroundings surroundings, ReconcilerState state, Wakes wakes) {
        this.surroundings = surroundings;
        this.state = state;
        this.wakes = wakes;
        this.writer = new StatusWriter(surroundings, state);
    }

    /** Has everything written that is to be told. A status that cannot be written wakes the Router later. */
    void post(ResourceID router, Telling telling, Signals signals) {
        ObjectRef self = ConnectionWork.ref(router);
        Told told = state.told(router);
        Set<String> refused = telling.refused();
        Map<String, List<Signals.Signal>> cooling = signals.byConnection();
        Told.Round round = telling.round(self, refused, cooling.keySet());
        for (ObjectRef ref : told.begin(round, telling.now())) {
            if (!ref.equals(self)) {
                AttachedKind.Facts facts = facts(ref, telling, refused, cooling);
                Told.Grounds grounds = telling.grounds(telling.verdict(ref), facts);
                if (told.isNews(ref, grounds)) {
                    post(
                            router,
                            ref,
                            ConditionFold.isOnItsWay(grounds.verdict(), grounds.programmed()),
                            () -> tell(AttachedKind.of(ref.kind()), ref, telling, facts));
                }
            }
        }
        post(router, self, telling.isOnItsWay(self), () -> tellRouter(self, telling, refused));
    }

    private static AttachedKind.Facts facts(
            ObjectRef ref, Telling telling, Set<String> refused, Map<String, List<Signals.Signal>> cooling) {
        Verdict.Detail detail = telling.verdict(ref).detail();
        return switch (ref.kind()) {
            case CONNECTION ->
                new AttachedKind.Facts(
                        detail,
                        telling.reportsOf(ref),
                        cooling.getOrDefault(ref.name(), List.of()),
                        Set.of(),
                        telling.probed(ref),
                        telling.asked(ref),
                        null,
                        telling.troubles().get(ref));
            case COMBO ->
                new AttachedKind.Facts(detail, List.of(), List.of(), refused, Probed.NOTHING, List.of(), null, null);
            case KEY ->
                new AttachedKind.Facts(
                        detail, List.of(), List.of(), Set.of(), Probed.NOTHING, List.of(), telling.spending(ref), null);
            case ROUTER, NODE, ALIAS -> AttachedKind.Facts.of(detail);
        };
    }

    private void post(ResourceID router, ObjectRef ref, boolean onItsWay, Runnable write) {
        Runnable told = () -> {
            try {
                write.run();
                wakes.went(router);
            } catch (KubernetesClientException e) {
                LOG.warn("status not written, trying again: object={} status={}", ref, e.getCode());
                state.told(router).forget(ref);
                wakes.failed(router);
            }
        };
        if (onItsWay) {
            state.outbox().post(ref.toString(), told, PATIENCE);
        } else {
            state.outbox().post(ref.toString(), told);
        }
    }

    private <S extends ObjectStatus, T extends CustomResource<?, S>> void tell(
            AttachedKind<S, T> kind, ObjectRef ref, Telling telling, AttachedKind.Facts facts) {
        find(kind.type(), ref, telling)
                .ifPresent(object -> writer.write(
                        object,
                        kind.type(),
                        kind.empty(),
                        kind.status().make(object, telling.conditions(ref, object.getStatus()), facts)));
    }

    private void tellRouter(ObjectRef ref, Telling telling, Set<String> refused) {
        find(Router.class, ref, telling).ifPresent(router -> {
            Router.Status status = new Router.Status(
                    telling.verdict(ref).generation(),
                    telling.conditions(ref, router.getStatus()),
                    surroundings.settings().endpoint(router),
                    telling.memory().configs().current(),
                    new Router.Replicas(telling.fleet().ready(), telling.programmed()),
                    telling.accepted(),
                    Statuses.accounts(telling.compilation().connections().values(), refused, telling.now()),
                    router.getStatus() == null ? null : router.getStatus().usage());
            writer.write(router, Router.class, Router::new, status);
        });
    }

    /** The object as it stands, unless it has been edited since it was compiled: then the next round tells. */
    private <S extends ObjectStatus, T extends CustomResource<?, S>> Optional<T> find(
            Class<T> type, ObjectRef ref, Telling telling) {
        long generation = telling.verdict(ref).generation();
        return state.caches()
                .find(type, ref.namespace(), ref.name())
                .filter(object -> AttachedKind.generation(object) == generation);
    }
}
