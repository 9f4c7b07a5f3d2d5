package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.status.Fleet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What goes on about connections beside the loop: checks of credentials, questions about models and quotas, logins. They begin,
 * end and forget together.
 */
final class ConnectionWork {
    private final ConnectionProbes probes;
    private final ConnectionAsks asks;
    private final ConnectionLogins logins;

    ConnectionWork(Surroundings surroundings) {
        this.probes = new ConnectionProbes(surroundings);
        this.asks = new ConnectionAsks(surroundings);
        this.logins = new ConnectionLogins(surroundings);
    }

    /** What the framework runs for them. */
    List<EventSource<?, Router>> eventSources() {
        return List.of(probes.eventSource(), asks.eventSource(), logins.eventSource());
    }

    /** From now on this operator does all that. */
    void lead() {
        probes.lead();
        asks.lead();
        logins.lead();
    }

    /** From now on another operator does. */
    void resign() {
        probes.resign();
        asks.resign();
        logins.resign();
    }

    void retain(Set<ResourceID> existing) {
        Set<ObjectRef> routers = existing.stream().map(ConnectionWork::ref).collect(Collectors.toSet());
        probes.retain(existing, routers);
        asks.retain(existing, routers);
        logins.retain(routers);
    }

    /** The inputs with what providers have told by now. */
    Inputs complete(ResourceID router, Inputs inputs, ObjectCaches caches) {
        return asks.complete(router, inputs, caches);
    }

    /**
     * Has done what a round's connections ask for; what came of it by now.
     *
     * @param documents where what is known is kept; null = nothing may be written
     */
    Outcome plan(
            Router router,
            Compilation compilation,
            RouterMemory memory,
            Fleet fleet,
            ObjectCaches caches,
            @Nullable Documents documents,
            Instant now) {
        ResourceID id = ResourceID.fromResource(router);
        return new Outcome(
                new Telling.Asked(
                        probes.plan(id, compilation, memory, fleet, caches),
                        asks.plan(router, compilation, memory, fleet, documents, now)),
                logins.plan(id, compilation, fleet, caches));
    }

    /**
     * What came of it by now.
     *
     * @param asked what providers said
     * @param troubles what goes wrong with the renewal of connections' tokens
     */
    record Outcome(Telling.Asked asked, Map<ObjectRef, String> troubles) {
        Outcome {
            troubles = Map.copyOf(troubles);
        }
    }

    /** A Router, as the work knows it. */
    static ObjectRef ref(ResourceID router) {
        return new ObjectRef(Kind.ROUTER, router.getNamespace().orElse(""), router.getName());
    }
}
