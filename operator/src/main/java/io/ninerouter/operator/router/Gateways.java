package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.deploy.ClusterOffers;
import io.ninerouter.operator.deploy.DeployedObjects;
import io.ninerouter.operator.deploy.Deployer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateways of all Routers, as the loop deals with them. Thread-safe. */
final class Gateways {
    private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

    private final Surroundings surroundings;
    private final ClusterOffers offers;
    private final Deployer deployer;
    private final SimpleInboundEventSource<Router> changes = new SimpleInboundEventSource<>("ClusterOffers");
    private volatile @Nullable DeployedObjects deployed;
    private volatile @Nullable Cache<Router> routers;
    private volatile @Nullable Future<?> asking;

    Gateways(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.offers =
                new ClusterOffers(surroundings.client(), surroundings.settings().gateways());
        this.deployer = new Deployer(surroundings.client(), offers, surroundings.clock());
    }

    /** What the framework runs for the gateways. */
    List<EventSource<?, Router>> eventSources(EventSourceContext<Router> context, Cache<Router> known) {
        offers.refresh();
        DeployedObjects prepared = new DeployedObjects(context);
        deployed = prepared;
        routers = known;
        List<EventSource<?, Router>> sources = new ArrayList<>(prepared.eventSources());
        sources.add(changes);
        return sources;
    }

    /** Begins to ask what the cluster offers; the answer to the first question is there already. */
    void lead() {
        asking = surroundings
                .executor()
                .scheduleWithFixedDelay(this::ask, ASK_AGAIN.toMillis(), ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on another operator writes. */
    void resign() {
        Future<?> current = asking;
        asking = null;
        if (current != null) {
            current.cancel(false);
        }
    }

    /** A Router is gone: its objects go by themselves, and people are told. */
    void departed(Router router) {
        if (asking != null) {
            surroundings.writing().announcer().announceDeleted(router);
        }
    }

    void retain(Set<ResourceID> existing) {
        deployer.retain(existing);
    }

    Deployer.Outcome deploy(
            Router router, Declared<Router.Spec> declared, GatewayConfig config, Context<Router> context) {
        return deployer.deploy(
                router,
                declared,
                config,
                Objects.requireNonNull(deployed, "deployed: not prepared yet (expected: before the first round)"),
                context.eventSourceRetriever());
    }

    /** A failure must not end the asking. */
    private void ask() {
        try {
            Cache<Router> known = routers;
            if (offers.refresh() && known != null) {
                known.keys().forEach(changes::propagateEvent);
            }
        } catch (RuntimeException e) {
            LOG.warn("not known what the cluster offers, asking again", e);
        }
    }
}
