package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.probe.ProbeSchedule.Wanted;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.status.ProbeStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The checks of all connections, as the loop deals with them: it says what is to be checked, and is woken by answers. */
final class ConnectionProbes {
    private static final Probing OFF = new Probing.Never("this operator checks nothing (NINEROUTER_PROBES: false)");

    private final Surroundings surroundings;
    private final Map<ResourceID, Planned> planned = new ConcurrentHashMap<>();
    private final SimpleInboundEventSource<Router> answers = new SimpleInboundEventSource<>("ConnectionProbes");

    ConnectionProbes(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What the framework runs for them. */
    EventSource<?, Router> eventSource() {
        surroundings
                .beside()
                .prober()
                .wakes(router -> answers.propagateEvent(new ResourceID(router.name(), router.namespace())));
        return answers;
    }

    /** From now on this operator checks. */
    void lead() {
        planned.clear();
        surroundings.beside().prober().lead();
    }

    /** From now on another operator writes, and checks. */
    void resign() {
        planned.clear();
        surroundings.beside().prober().resign();
    }

    void retain(Set<ResourceID> existing, Set<ObjectRef> routers) {
        planned.keySet().retainAll(existing);
        surroundings.beside().prober().retain(routers);
    }

    /** Has the connections of a Router checked; what is known of each by now. */
    Probes plan(ResourceID router, Compilation compilation, RouterMemory memory, Fleet fleet, ObjectCaches caches) {
        long answers = surroundings.beside().prober().answers();
        Planned last = planned.get(router);
        Compiled compiled = memory.compiled(compilation);
        if (last != null && last.answers() == answers && last.stands(compiled, fleet)) {
            planned.put(router, last.with(compiled));
            return last.known();
        }
        Map<ObjectRef, Wanted> wanted = new HashMap<>();
        compilation.connections().forEach((ref, verdict) -> {
            if (verdict.detail() instanceof Verdict.OfConnection connection) {
                wanted.put(
                        ref,
                        ProbeStatus.wanted(
                                verdict,
                                surroundings.settings().probes() ? connection : connection.with(OFF),
                                memory.tracker().find(ref),
                                fleet.reportsOf(ref.name()),
                                caches.find(ProviderConnection.class, ref.namespace(), ref.name())
                                        .map(ProviderConnection::getStatus)
                                        .orElse(null)));
            }
        });
        Probes known = Probes.of(surroundings.beside().prober().plan(ConnectionWork.ref(router), wanted));
        planned.put(router, new Planned(compiled, fleet.reports(), answers, known));
        return known;
    }

    /**
     * What was planned last, from what: given the same, there is nothing to plan.
     *
     * @param compiled what was said of the connections; null = not known how the next differs from it
     * @param reports what replicas said of them
     * @param answers how many there were by then
     */
    private record Planned(
            @Nullable Compiled compiled, Map<String, List<ConnectionReport>> reports, long answers, Probes known) {
        Planned {
            reports = Map.copyOf(reports);
        }

        /** Whether nothing that decides what is to be checked differs: what is tracked of a connection follows what is said of it. */
        boolean stands(@Nullable Compiled next, Fleet fleet) {
            Set<ObjectRef> changed = compiled == null || next == null ? null : next.changedSince(compiled);
            return changed != null
                    && changed.stream().noneMatch(ref -> ref.kind() == Kind.CONNECTION)
                    && reports.equals(fleet.reports());
        }

        Planned with(@Nullable Compiled next) {
            return new Planned(next, reports, answers, known);
        }
    }
}
