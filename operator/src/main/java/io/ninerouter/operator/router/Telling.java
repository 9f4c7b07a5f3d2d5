package io.ninerouter.operator.router;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.CooldownReason;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.QuotaReport;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.ModelEnd;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.discover.Known;
import io.ninerouter.operator.discover.SpentFold;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment;
import io.ninerouter.operator.status.ConditionFold;
import io.ninerouter.operator.status.ConditionMerge;
import io.ninerouter.operator.status.Fleet;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import io.ninerouter.operator.status.SignalFold;
import io.ninerouter.operator.workload.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of one Router and its objects after a round. Pure.
 *
 * @param problem why the configuration could not be published; null = it was
 * @param rollout how the Router's pods stand
 * @param asked what providers said of connections when they were asked
 * @param spending how budgets stand, by caller
 * @param troubles what goes wrong with the renewal of connections' tokens
 */
record Telling(
        Compilation compilation,
        RouterMemory memory,
        Fleet fleet,
        @Nullable Decision problem,
        Rollout rollout,
        Asked asked,
        Map<String, Spending> spending,
        Map<ObjectRef, String> troubles,
        Instant now) {
    Telling {
        spending = Map.copyOf(spending);
        troubles = Map.copyOf(troubles);
    }

    /**
     * What providers said of connections when they were asked.
     *
     * @param probes whether they take the credential
     * @param known of models and quotas, by name
     */
    record Asked(Probes probes, Known.OfRouter known) {}

    /** The conditions of one object. */
    List<Condition> conditions(ObjectRef ref, @Nullable ObjectStatus before) {
        Verdict verdict = verdict(ref);
        List<Assessment> assessments = ConditionFold.assess(
                verdict,
                memory.tracker().find(ref),
                fleet,
                probed(ref),
                new ConditionFold.Beside(spending(ref), troubles.get(ref), ending(ref)),
                now);
        return ConditionMerge.merge(
                before == null ? List.of() : before.conditions(), assessments, verdict.generation(), now);
    }

    /**
     * What decides which objects are worth a look.
     *
     * @param router of which all this is told
     * @param cooling connections that all replicas leave alone, in part at least
     */
    Told.Round round(ObjectRef router, Set<String> refused, Set<String> cooling) {
        Set<ObjectRef> spokenOf = new HashSet<>(troubles.keySet());
        Stream.of(fleet.reports().keySet(), cooling, asked.known().quotas().keySet())
                .flatMap(Set::stream)
                .forEach(name -> spokenOf.add(new ObjectRef(Kind.CONNECTION, router.namespace(), name)));
        // They stand in order: where the first is not near none is.
        compilation.ends().forEach((ref, ends) -> {
            if (ends.getFirst().isNear(now)) {
                spokenOf.add(ref);
            }
        });
        return new Told.Round(
                compilation.verdicts().keySet(),
                memory.compiled(compilation),
                fleet,
                refused,
                asked.probes().byConnection(),
                spokenOf);
    }

    /** What the status of an object that attaches to the Router is made of. */
    Told.Grounds grounds(Verdict verdict, AttachedKind.Facts facts) {
        Tracked tracked = memory.tracker().find(verdict.ref());
        return new Told.Grounds(
                verdict,
                ConditionFold.programmed(verdict, tracked, fleet),
                tracked == null ? null : tracked.credentialSince(),
                facts,
                ConditionFold.switchedOff(verdict.detail(), now),
                ending(verdict.ref()));
    }

    /** Models that an object names and that end soon, the soonest first. */
    private List<ModelEnd> ending(ObjectRef ref) {
        return compilation.ends().getOrDefault(ref, List.of()).stream()
                .filter(end -> end.isNear(now))
                .toList();
    }

    /** Whether all that there is to say of the Router is that replicas have still to acknowledge what was published. */
    boolean isOnItsWay(ObjectRef router) {
        return verdict(router).isSound() && rollout.done().holds() && programmed() < fleet.ready();
    }

    /** Whether an object was compiled in this round. */
    boolean knows(ObjectRef ref) {
        return compilation.verdicts().containsKey(ref);
    }

    /** What the compile says; the Router also answers for the publication and for its pods. */
    Verdict verdict(ObjectRef ref) {
        Verdict verdict = compilation.verdicts().get(ref);
        if (verdict == null) {
            throw new IllegalArgumentException(ref + ": not compiled (expected: an object of this round)");
        }
        if (ref.kind() != Kind.ROUTER) {
            return verdict;
        }
        return new Verdict(
                ref,
                verdict.generation(),
                problem == null ? verdict.accepted() : problem,
                verdict.resolved(),
                verdict.fragment(),
                new Verdict.OfRouter(rollout.done()),
                verdict.instead());
    }

    /** What the replicas say of one connection. */
    List<ConnectionReport> reportsOf(ObjectRef connection) {
        return fleet.reportsOf(connection.name());
    }

    /** What checks of one connection's credential yielded. */
    Probed probed(ObjectRef connection) {
        return asked.probes().byConnection().getOrDefault(connection, Probed.NOTHING);
    }

    /** What the provider said of a connection's windows when it was asked. */
    List<QuotaReport> asked(ObjectRef connection) {
        Known.Asked told = asked.known().quotas().get(connection.name());
        return told == null ? List.of() : told.reports(now);
    }

    /** How the budget of an ApiKey stands; null = it has none. */
    @Nullable
    Spending spending(ObjectRef ref) {
        return ref.kind() == Kind.KEY ? spending.get(ref.namespace() + "/" + ref.name()) : null;
    }

    /** Connections whose credential the provider refuses. */
    Set<String> refused() {
        SortedMap<ObjectRef, Verdict> connections = compilation.connections();
        Set<String> refused = new HashSet<>();
        for (ObjectRef ref : tried(connections)) {
            if (connections.containsKey(ref)
                    && conditions(ref, null).stream()
                            .anyMatch(condition -> condition.type().equals(Conditions.CREDENTIALS_VALID)
                                    && "False".equals(condition.status()))) {
                refused.add(ref.name());
            }
        }
        return refused;
    }

    /** Nobody refuses what nobody has tried: of thousands of connections few are worth a look. All are of one namespace. */
    private Set<ObjectRef> tried(SortedMap<ObjectRef, Verdict> connections) {
        Set<ObjectRef> tried = new HashSet<>();
        if (!connections.isEmpty()) {
            String namespace = connections.firstKey().namespace();
            fleet.reports().keySet().forEach(name -> tried.add(new ObjectRef(Kind.CONNECTION, namespace, name)));
            tried.addAll(asked.probes().answered());
        }
        return tried;
    }

    /**
     * What all replicas should know of each other.
     *
     * @param before what is published now
     */
    Signals signals(Signals before) {
        List<Signals.Spent> spent = SpentFold.of(asked.known().quotas(), now);
        if (before.cooldowns().isEmpty() && !fleet.cools()) {
            return Signals.NONE.with(spent);
        }
        Set<String> connections =
                compilation.connections().keySet().stream().map(ObjectRef::name).collect(Collectors.toSet());
        Set<String> refused = refused();
        Set<String> renewed = renewed();
        Signals cooling = SignalFold.fold(
                before,
                fleet,
                signal -> connections.contains(signal.connection())
                        && (!signal.reason().equals(CooldownReason.CREDENTIAL_REFUSED.word())
                                || (refused.contains(signal.connection())
                                        // By the time it is heard another token may be there.
                                        && !renewed.contains(signal.connection()))),
                now);
        return cooling.with(spent);
    }

    private Set<String> renewed() {
        return compilation.logins().keySet().stream().map(ObjectRef::name).collect(Collectors.toSet());
    }

    /** How many objects of each kind are accepted. */
    Router.Objects accepted() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        compilation.verdicts().forEach((ref, verdict) -> {
            if (verdict.accepted().holds()) {
                counts.merge(ref.kind(), 1, Integer::sum);
            }
        });
        return new Router.Objects(
                counts.getOrDefault(Kind.CONNECTION, 0),
                counts.getOrDefault(Kind.NODE, 0),
                counts.getOrDefault(Kind.COMBO, 0),
                counts.getOrDefault(Kind.ALIAS, 0),
                counts.getOrDefault(Kind.KEY, 0));
    }

    /** How many live replicas serve the current configuration with the current credentials. */
    int programmed() {
        return fleet.acknowledged(
                memory.configs().sequence(), memory.credentials().sequence());
    }

    /** When time alone may change what is to be told; null = never. */
    @Nullable
    Duration nextLook(Signals signals) {
        Instant next = Stream.of(fleet.staleAt(), SignalFold.firstEnd(signals), Moments.next(compilation, now))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return next == null ? null : Duration.between(now, next).plusMillis(1);
    }

    /** When something becomes of the first key by itself; null = never. */
    @Nullable
    Instant nextOfKeys() {
        return Moments.nextOfKeys(compilation, now);
    }
}
