package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.LoginPlan;
import io.ninerouter.operator.compile.ModelEnd;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment.Truth;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the conditions of one object say, from its verdict and what the replicas report. */
public final class ConditionFold {
    private static final Assessment SERVED =
            programmed(Truth.TRUE, Reason.PROGRAMMED, "every ready gateway replica serves it");

    private static final Decision UNPUBLISHED =
            Decision.no(Reason.PENDING, "not published yet (if this stays, the conditions of the Router say why)");

    private static final Assessment NOT_STALLED =
            new Assessment(Conditions.STALLED, Truth.FALSE, Reason.ACCEPTED, "accepted: what it waits for may come");

    /** Why an object is refused that no waiting mends. A Router, for one, may still come: {@link Reason#NO_ROUTER} is none. */
    private static final Set<Reason> HOPELESS = EnumSet.of(
            Reason.AMBIGUOUS_ROUTER,
            Reason.CONFLICT,
            Reason.CYCLE,
            Reason.INVALID,
            Reason.NEWER_RELEASE,
            Reason.NOT_ALLOWED,
            Reason.UNSUPPORTED);

    /** As many as people will read of. */
    private static final int MAX_ENDING = 8;

    private ConditionFold() {}

    /** The same of an object without a budget. */
    public static List<Assessment> assess(
            Verdict verdict, @Nullable Tracked tracked, Fleet fleet, Probed probed, Instant now) {
        return assess(verdict, tracked, fleet, probed, Beside.NOTHING, now);
    }

    /**
     * All conditions of one object, {@code Ready} last.
     *
     * @param tracked since when its part has been what it is; null = it has no part
     * @param probed what checks of its credential yielded
     * @param spending how its budget stands; null = it has none
     */
    public static List<Assessment> assess(
            Verdict verdict,
            @Nullable Tracked tracked,
            Fleet fleet,
            Probed probed,
            @Nullable Spending spending,
            Instant now) {
        return assess(verdict, tracked, fleet, probed, new Beside(spending, null, List.of()), now);
    }

    /**
     * What else is known of an object.
     *
     * @param spending how its budget stands; null = it has none
     * @param trouble what goes wrong with the renewal of its tokens; null = nothing
     * @param ending models that it names and that end soon, the soonest first
     */
    public record Beside(
            @Nullable Spending spending, @Nullable String trouble, List<ModelEnd> ending) {
        private static final Beside NOTHING = new Beside(null, null, List.of());

        public Beside {
            ending = List.copyOf(ending);
        }
    }

    /** The same. */
    public static List<Assessment> assess(
            Verdict verdict, @Nullable Tracked tracked, Fleet fleet, Probed probed, Beside beside, Instant now) {
        List<Assessment> all = accepted(verdict.accepted());
        all.add(resolved(verdict, beside.ending()));
        if (verdict.detail() instanceof Verdict.OfConnection connection) {
            Instant since = tracked == null ? null : tracked.credentialSince();
            List<ConnectionReport> reports = fleet.reportsOf(verdict.ref().name());
            LoginPlan login = connection.login();
            all.add(
                    login == null
                            ? CredentialCheck.assess(connection.needsCredential(), since, reports, probed)
                            : CredentialCheck.assess(login.standing(), login.mark(), reports, beside.trouble(), now));
        }
        all.add(programmed(verdict, tracked, fleet));
        Decision off = switchedOff(verdict.detail(), now);
        all.add(ready(all, off == null ? BudgetStatuses.paused(beside.spending()) : off));
        return List.copyOf(all);
    }

    /** All conditions of an object that attaches to no Router. */
    public static List<Assessment> detached(Verdict.Detail detail, Reason reason, String message) {
        Decision no = Decision.no(reason, message);
        List<Assessment> all = accepted(no);
        all.add(notChecked(no));
        if (detail instanceof Verdict.OfConnection connection) {
            all.add(CredentialCheck.assess(connection.needsCredential(), null, List.of(), Probed.NOTHING));
        }
        all.add(notServed(no));
        all.add(Assessment.of(Conditions.READY, no));
        return List.copyOf(all);
    }

    /** Tools that know kstatus alone give up on what is stalled, and wait for what is merely not ready. */
    private static List<Assessment> accepted(Decision decision) {
        List<Assessment> all = new ArrayList<>();
        all.add(Assessment.of(Conditions.ACCEPTED, decision));
        all.add(stalled(decision));
        return all;
    }

    private static Assessment stalled(Decision accepted) {
        if (accepted.holds()) {
            return NOT_STALLED;
        }
        return HOPELESS.contains(accepted.reason())
                ? new Assessment(Conditions.STALLED, Truth.TRUE, accepted.reason(), accepted.message())
                : new Assessment(Conditions.STALLED, Truth.FALSE, accepted.reason(), "what it waits for may come");
    }

    private static Assessment resolved(Verdict verdict, List<ModelEnd> ending) {
        if (!verdict.accepted().holds()) {
            return notChecked(verdict.accepted());
        }
        return verdict.resolved().holds() && !ending.isEmpty()
                ? new Assessment(Conditions.RESOLVED_REFS, Truth.TRUE, Reason.MODEL_ENDS_SOON, told(ending))
                : Assessment.of(Conditions.RESOLVED_REFS, verdict.resolved());
    }

    /** Days and not how many are left: what is told today is the same tomorrow. */
    private static String told(List<ModelEnd> ending) {
        String all = ending.stream()
                .limit(MAX_ENDING)
                .map(end -> end.model() + " from " + end.day())
                .collect(Collectors.joining(", "));
        int more = ending.size() - MAX_ENDING;
        return "not served any more by the provider: " + all + (more > 0 ? ", and " + more + " more" : "")
                + " (expected: another model by then)";
    }

    private static Assessment notChecked(Decision why) {
        return new Assessment(
                Conditions.RESOLVED_REFS, Truth.UNKNOWN, why.reason(), "not checked: the object is not accepted");
    }

    private static Assessment notServed(Decision why) {
        return new Assessment(Conditions.PROGRAMMED, Truth.FALSE, why.reason(), "not served: " + why.message());
    }

    /**
     * Whether the replicas serve an object, the last but one of its conditions. What they acknowledge is what was published:
     * it says nothing of a part that was compiled since and could not be published.
     */
    public static Assessment programmed(Verdict verdict, @Nullable Tracked tracked, Fleet fleet) {
        if (tracked == null || !tracked.fragment().equals(verdict.fragment())) {
            return notServed(standsInTheWay(verdict));
        }
        if (verdict.detail() instanceof Verdict.OfRouter router
                && !router.rollout().holds()) {
            return Assessment.of(Conditions.PROGRAMMED, router.rollout());
        }
        int ready = fleet.ready();
        if (ready == 0) {
            return programmed(Truth.FALSE, Reason.NO_REPLICAS, "no gateway replica is ready");
        }
        int serving = fleet.serving(tracked);
        if (serving == ready) {
            return SERVED;
        }
        for (Fleet.Replica replica : fleet.live()) {
            boolean behind = replica.configSequence() < tracked.configSequence();
            String why = behind
                    ? replica.rejected()
                    : replica.notServing(tracked.fragment().config());
            if (why != null) {
                return programmed(Truth.FALSE, Reason.REJECTED_BY_REPLICA, "replica " + replica.name() + ": " + why);
            }
        }
        return programmed(
                Truth.FALSE,
                Reason.PENDING,
                serving + " of " + ready + " ready gateway replicas serve it (expected: all)");
    }

    /** Whether all that there is to say of an object is that replicas have still to acknowledge it. */
    public static boolean isOnItsWay(Verdict verdict, Assessment programmed) {
        return programmed.reason() == Reason.PENDING && verdict.fragment() != null && verdict.isSound();
    }

    private static Decision standsInTheWay(Verdict verdict) {
        if (!verdict.accepted().holds()) {
            return verdict.accepted();
        }
        if (verdict.fragment() != null) {
            return UNPUBLISHED;
        }
        LoginPlan login = verdict.login();
        if (verdict.resolved().holds() && login != null) {
            Assessment told = CredentialCheck.login(login.standing(), Instant.MIN);
            return Decision.no(told.reason(), told.message());
        }
        return verdict.resolved().holds() ? UNPUBLISHED : verdict.resolved();
    }

    private static Assessment programmed(Truth truth, Reason reason, String message) {
        return new Assessment(Conditions.PROGRAMMED, truth, reason, message);
    }

    /** What the user or time has switched off; null = nothing. */
    public static @Nullable Decision switchedOff(Verdict.Detail detail, Instant now) {
        return switch (detail) {
            case Verdict.OfConnection connection ->
                connection.active() ? expired(connection, now) : inactive("it is not used");
            case Verdict.OfKey key when !key.active() -> inactive("the caller gets 403");
            case Verdict.OfKey key
            when key.expiresAtMillis() != null && key.expiresAtMillis() <= now.toEpochMilli() ->
                Decision.no(Reason.EXPIRED, "spec.expiresAt has passed: the caller gets 403");
            case Verdict.OfKey _, Verdict.OfCombo _, Verdict.OfRouter _, Verdict.Plain _ -> null;
        };
    }

    private static @Nullable Decision expired(Verdict.OfConnection connection, Instant now) {
        LoginPlan login = connection.login();
        Assessment told = login == null || login.standing().state() != Standing.State.LOGGED_IN
                ? null
                : CredentialCheck.login(login.standing(), now);
        return told == null || told.truth() == Truth.TRUE ? null : Decision.no(told.reason(), told.message());
    }

    private static Decision inactive(String effect) {
        return Decision.no(Reason.INACTIVE, "spec.active: false: " + effect);
    }

    /** The first condition that stands in the way. What the user switched off comes right behind what is wrong with it. */
    private static Assessment ready(List<Assessment> conditions, @Nullable Decision switchedOff) {
        Assessment blocking =
                conditions.stream().filter(ConditionFold::blocks).findFirst().orElse(null);
        boolean wrong = blocking != null
                && (blocking.type().equals(Conditions.ACCEPTED)
                        || blocking.type().equals(Conditions.RESOLVED_REFS));
        if (switchedOff != null && !wrong) {
            return Assessment.of(Conditions.READY, switchedOff);
        }
        return blocking == null
                ? new Assessment(
                        Conditions.READY, Truth.TRUE, Reason.READY, "the next request is served so" + until(conditions))
                : new Assessment(Conditions.READY, Truth.FALSE, blocking.reason(), blocking.message());
    }

    private static String until(List<Assessment> conditions) {
        return conditions.stream()
                .filter(condition -> condition.reason() == Reason.MODEL_ENDS_SOON)
                .map(condition -> "; " + condition.message())
                .findFirst()
                .orElse("");
    }

    /** A credential that nobody has tried does not stand in the way; not to be stalled is well. */
    private static boolean blocks(Assessment condition) {
        if (condition.type().equals(Conditions.STALLED)) {
            return false;
        }
        return switch (condition.truth()) {
            case TRUE -> false;
            case FALSE -> true;
            case UNKNOWN -> !condition.type().equals(Conditions.CREDENTIALS_VALID);
        };
    }
}
