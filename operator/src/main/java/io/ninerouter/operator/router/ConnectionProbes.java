package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.probe.ProbeSchedule.Wanted;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.status.FragmentTracker;
import io.ninerouter.operator.status.ProbeStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
    Map<ObjectRef, Probed> plan(
            ResourceID router, Compilation compilation, RouterMemory memory, Fleet fleet, ObjectCaches caches) {
        long answers = surroundings.beside().prober().answers();
        Planned last = planned.get(router);
        List<Object> given = given(compilation, memory.tracker(), fleet);
        if (last != null && last.answers() == answers && last.given().equals(given)) {
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
        Map<ObjectRef, Probed> known = surroundings.beside().prober().plan(ConnectionWork.ref(router), wanted);
        planned.put(router, new Planned(given, answers, known));
        return known;
    }

    /** Everything that decides what is to be checked: what has not changed is the very instance. */
    private static List<Object> given(Compilation compilation, FragmentTracker tracker, Fleet fleet) {
        List<Object> given = new ArrayList<>();
        compilation.connections().forEach((ref, verdict) -> {
            given.add(verdict);
            given.add(Optional.ofNullable(tracker.find(ref)));
        });
        given.add(fleet.reports());
        return given;
    }

    /**
     * What was planned last, from what: given the same, there is nothing to plan.
     *
     * @param answers how many there were by then
     */
    private record Planned(List<Object> given, long answers, Map<ObjectRef, Probed> known) {
        Planned {
            given = List.copyOf(given);
            known = Map.copyOf(known);
        }
    }
}
