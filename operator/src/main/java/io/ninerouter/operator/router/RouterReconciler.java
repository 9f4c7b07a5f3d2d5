package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.deploy.Deployer;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.status.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    private final Surroundings surroundings;
    private final ReconcilerState state = new ReconcilerState();
    private final DetachedObjects detached;
    private final Gateways gateways;

    /** Prepares the loop; {@link Surroundings} holds everything that it touches. */
    public RouterReconciler(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.detached = new DetachedObjects(state, surroundings);
        this.gateways = new Gateways(surroundings);
    }

    /** Begins to write: this operator leads. */
    public void lead() {
        detached.lead();
        gateways.lead();
    }

    /** Ceases to write. */
    public void resign() {
        detached.resign();
        gateways.resign();
    }

    @Override
    public List<EventSource<?, Router>> prepareEventSources(EventSourceContext<Router> context) {
        ObjectCaches caches = new ObjectCaches(
                context,
                new EventMapping(state, detached::examine, gateways::departed),
                surroundings.settings().watchNamespaces().isEmpty());
        state.caches(caches);
        return Stream.concat(
                        caches.eventSources().stream(),
                        gateways.eventSources(context, caches.source(Router.class)).stream())
                .toList();
    }

    @Override
    public UpdateControl<Router> reconcile(Router router, Context<Router> context) throws InterruptedException {
        if (router.getMetadata().getDeletionTimestamp() != null) {
            return UpdateControl.noUpdate();
        }
        ObjectCaches caches = state.caches();
        Set<ResourceID> routers =
                caches.all(Router.class).map(ResourceID::fromResource).collect(Collectors.toSet());
        state.retain(routers);
        gateways.retain(routers);
        Instant now = surroundings.clock().instant();
        ResourceID id = ResourceID.fromResource(router);
        Inputs inputs = new ObjectReader(caches, surroundings.catalogue()).read(router);
        Publisher publisher = new Publisher(surroundings.client(), caches);
        RouterMemory memory = state.of(id);
        Compilation compilation = memory.compile(inputs);
        PublishedBefore before = memory.isEmpty() ? publisher.before(router) : null;
        if (before != null) {
            memory = before.memory(compilation);
        }
        Publisher.Publication publication = publisher.publish(router, compilation);
        Decision problem = publication.problem();
        if (problem == null) {
            logChange(id, memory, compilation, publication);
            memory = memory.published(
                    inputs, compilation, publication.configRevision(), publication.credentialRevisions(), now);
            state.put(id, memory);
        }
        Deployer.Outcome deployed = gateways.deploy(router, inputs.router(), compilation.config(), context);
        Fleet fleet = Fleet.of(reports(caches, router), memory.configs(), memory.credentials(), now)
                .among(deployed.rollout().readyPods());
        Telling telling = new Telling(compilation, memory, fleet, problem, deployed.rollout(), now);
        Signals signals = telling.signals(publisher.signals(router));
        if (problem == null) {
            // Before anything else is told: requests are on their way to what should be left alone.
            publisher.publish(router, signals);
        }
        new KeyOrders(surroundings, caches).carryOut(router, compilation);
        new StatusRound(surroundings, caches).write(router, telling, signals);
        if (deployed.failure() != null) {
            throw deployed.failure();
        }
        Duration next = earlier(telling.nextLook(signals), deployed.again());
        UpdateControl<Router> done = UpdateControl.noUpdate();
        return next == null ? done : done.rescheduleAfter(next);
    }

    private static @Nullable Duration earlier(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
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

    private static List<Fleet.Reported> reports(ObjectCaches caches, Router router) {
        return caches.in(GatewayReplica.class, router.getMetadata().getNamespace())
                .filter(replica -> replica.getSpec() != null && replica.getStatus() != null)
                .filter(replica -> replica.getMetadata().getDeletionTimestamp() == null)
                .filter(replica -> replica.getSpec()
                        .routerRef()
                        .name()
                        .equals(router.getMetadata().getName()))
                .map(replica -> new Fleet.Reported(replica.getMetadata().getName(), replica.getStatus()))
                .toList();
    }
}
