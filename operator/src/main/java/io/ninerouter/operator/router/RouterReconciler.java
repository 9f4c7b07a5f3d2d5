package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.allot.AllotmentFold;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.Identities;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.deploy.Deployer;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.telemetry.OperatorMetrics.ObjectCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Router: reads the caches, compiles everything, publishes what changed, tells every attached object. Level-triggered
 * and idempotent: it always does all of it. Events that come while it runs make it run once more: a storm of them is one
 * compile, and no timer delays a single one.
 */
@ControllerConfiguration(name = "router", fieldManager = Kube.MANAGER)
public final class RouterReconciler implements Reconciler<Router> {
    private static final Logger LOG = LoggerFactory.getLogger(RouterReconciler.class);

    /** What decides which key stands in which Secret. */
    private static final Class<?>[] KEY_KINDS = {
        ApiKey.class, Secret.class, Router.class, Namespace.class, ServiceAccount.class
    };

    private final Surroundings surroundings;
    private final ReconcilerState state;
    private final Wakes wakes;
    private final StatusRound statuses;
    private final DetachedObjects detached;
    private final Gateways gateways;
    private final ClusterIssuer issuer;
    private final ConnectionWork connections;
    private final RoundMetrics metrics;
    private final Bounds bounds = new Bounds();
    private final UsageKeeper usage;

    /** Prepares the loop; {@link Surroundings} holds everything that it touches. */
    public RouterReconciler(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.state = new ReconcilerState(surroundings.outbox());
        this.wakes = new Wakes(surroundings.executor());
        this.statuses = new StatusRound(surroundings, state, wakes);
        this.detached = new DetachedObjects(state, surroundings);
        this.gateways = new Gateways(surroundings);
        this.issuer = new ClusterIssuer(surroundings.client());
        this.connections = new ConnectionWork(surroundings);
        this.metrics = new RoundMetrics(surroundings.beside().metrics(), state);
        this.usage = new UsageKeeper(surroundings, state, bounds, wakes);
    }

    /** Begins to write: this operator leads. */
    public void lead() {
        detached.lead();
        gateways.lead();
        connections.lead();
        usage.lead();
    }

    /** Ceases to write; before the caches are stopped. A round under way writes nothing of what it has read since. */
    public void resign() {
        state.resign();
        detached.resign();
        gateways.resign();
        connections.resign();
        usage.resign();
        metrics.resign();
        bounds.retain(Set.of());
    }

    /** How many objects of each kind there are, by what they say of themselves. */
    public List<ObjectCount> objects() {
        return metrics.objects();
    }

    @Override
    public List<EventSource<?, Router>> prepareEventSources(EventSourceContext<Router> context) {
        ObjectCaches caches = new ObjectCaches(
                context,
                new EventMapping(state, detached::examine, gateways::departed),
                wakes,
                surroundings.settings().scope());
        state.caches(caches);
        return Stream.concat(
                        caches.eventSources().stream(),
                        Stream.concat(
                                gateways.eventSources(context, caches.source(Router.class)).stream(),
                                Stream.concat(connections.eventSources().stream(), Stream.of(wakes.eventSource()))))
                .toList();
    }

    /** Read from the cache whose changes are counted: the framework's own may be behind it, and an edit count as seen unseen. */
    @Override
    public UpdateControl<Router> reconcile(Router primary, Context<Router> context) {
        ObjectCaches caches = state.caches();
        forgetWhatIsGone(caches);
        long keyChanges = caches.changes(KEY_KINDS);
        ResourceID id = ResourceID.fromResource(primary);
        Router router = caches.find(Router.class, id).orElse(null);
        // Where that cache has it not yet its event begins another round.
        if (router == null || router.getMetadata().getDeletionTimestamp() != null) {
            return UpdateControl.noUpdate();
        }
        Instant now = surroundings.clock().instant();
        Publisher publisher = new Publisher(surroundings.client(), caches, router);
        RouterMemory memory = state.of(id);
        KeyOrders orders = state.keysRest(id, keyChanges, now)
                ? null
                : new KeyOrders(surroundings, caches, state.upcoming(), router, now);
        Inputs read = state.objects(id, surroundings.catalogue())
                .read(router, issuer.of(router, memory, publisher, now), now);
        Inputs announced = orders == null ? read : orders.announce(read);
        Inputs inputs = connections.complete(id, announced, caches);
        if (state.hasResigned()) {
            return UpdateControl.noUpdate();
        }
        Round round = publish(id, publisher, inputs, now);
        state.problems().found(id, round.problem());
        Compilation compilation = round.compilation();
        memory = round.memory();
        Deployer.Outcome deployed = gateways.deploy(router, inputs.router(), compilation.config(), context);
        String namespace = router.getMetadata().getNamespace();
        Bounds.Sight sight = bounds.look(
                router,
                new Afresh(publisher, router, surroundings.client()),
                () -> Replicas.of(router, caches.in(GatewayReplica.class, namespace)));
        List<Fleet.Reported> reported =
                Replicas.reports(sight.replicas().stream()).toList();
        Fleet fleet = Fleet.of(reported, state.heard(id, reported, now), memory.configs(), memory.credentials(), now)
                .among(deployed.rollout().readyPods());
        Documents documents = round.problem() == null ? publisher.documents() : null;
        ConnectionWork.Outcome worked = connections.plan(router, compilation, memory, fleet, caches, documents, now);
        AllotmentFold.Outcome parted = Bounds.round(sight, compilation.config().keys(), fleet, now);
        Telling telling = new Telling(
                compilation,
                memory,
                fleet,
                round.problem(),
                deployed.rollout(),
                worked.asked(),
                parted.spending(),
                worked.troubles(),
                now);
        if (state.hasResigned()) {
            return UpdateControl.noUpdate();
        }
        metrics.round(id, telling, surroundings.clock().instant());
        Duration told = tell(router, telling, publisher, orders, parted);
        if (orders != null) {
            state.keysRest(id, new ReconcilerState.KeyRest(keyChanges, telling.nextOfKeys()));
        }
        if (deployed.failure() != null) {
            throw deployed.failure();
        }
        // Keys that are announced are written soon.
        Duration writing = announced.secrets().equals(read.secrets()) ? null : KeyOrders.PATIENCE.plusMillis(1);
        return again(
                nextLook(Arrays.asList(told, deployed.again(), until(parted.nextTurn(), now), writing), router, now));
    }

    /** Compiles and publishes. */
    private Round publish(ResourceID id, Publisher publisher, Inputs inputs, Instant now) {
        RouterMemory memory = state.of(id);
        Publisher.Before found = memory.isEmpty() ? publisher.before() : null;
        PublishedBefore before = found == null ? null : found.published();
        Prepared prepared = before == null ? memory.prepare(inputs) : before.prepare(inputs);
        Compilation compilation = prepared.compilation();
        if (found != null && found.problem() != null) {
            return new Round(memory, compilation, found.problem());
        }
        if (before != null) {
            memory = before.memory(compilation);
        }
        long changes = state.caches().changes(Secret.class, Router.class);
        Publisher.Publication publication = publisher.publish(prepared, state.takeStanding(id));
        if (publication.problem() == null) {
            state.standing(id, new Publisher.Standing(prepared, changes));
            logChange(id, memory, compilation, publication);
            memory = memory.published(inputs, prepared, publication.credentialRevisions(), now);
            state.put(id, memory);
        }
        return new Round(memory, compilation, publication.problem());
    }

    /**
     * What was compiled.
     *
     * @param problem why it was not published; null = it was
     */
    private record Round(
            RouterMemory memory,
            Compilation compilation,
            @Nullable Decision problem) {}

    private static UpdateControl<Router> again(@Nullable Duration next) {
        return next == null
                ? UpdateControl.noUpdate()
                : UpdateControl.<Router>noUpdate().rescheduleAfter(next);
    }

    private void forgetWhatIsGone(ObjectCaches caches) {
        Set<ResourceID> routers =
                caches.all(Router.class).map(ResourceID::fromResource).collect(Collectors.toSet());
        state.retain(routers);
        gateways.retain(routers);
        connections.retain(routers);
        metrics.retain(routers);
        bounds.retain(routers);
        wakes.retain(routers);
    }

    /** Tells gateways, owners of keys, and everybody who reads a status; when to look again, null = on the next event. */
    private @Nullable Duration tell(
            Router router,
            Telling telling,
            Publisher publisher,
            @Nullable KeyOrders orders,
            AllotmentFold.Outcome parted) {
        Signals signals = telling.signals(publisher.signals());
        if (telling.problem() == null) {
            // Before anything else is told: requests are on their way to what should be left alone.
            publisher.publish(signals, parted.memory().published());
            bounds.keep(ResourceID.fromResource(router), parted);
            if (telling.programmed() == telling.fleet().live().size()) {
                publisher.sweep();
            }
        }
        RuntimeException failure = orders == null ? null : orders.carryOut(telling);
        statuses.post(ResourceID.fromResource(router), telling, signals);
        if (failure != null) {
            throw failure;
        }
        return telling.nextLook(signals);
    }

    /** Earlier than what is to be told asks for, when keys of the cluster or of callers are due for a look. */
    private @Nullable Duration nextLook(List<@Nullable Duration> others, Router router, Instant now) {
        Instant asked = Identities.concern(router.getSpec()) ? issuer.askAgainAt() : null;
        Duration asking = until(asked, now);
        return Stream.concat(others.stream(), Stream.ofNullable(asking))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Duration until(@Nullable Instant moment, Instant now) {
        return moment == null ? null : Duration.between(now, moment).plusMillis(1);
    }

    private static void logChange(
            ResourceID id, RouterMemory memory, Compilation compilation, Publisher.Publication publication) {
        if (!publication.configRevision().equals(memory.configs().current())) {
            LOG.info(
                    "published: router={}/{} revision={} objects={}",
                    id.getNamespace().orElse(""),
                    id.getName(),
                    publication.configRevision(),
                    compilation.verdicts().size());
        }
    }
}
