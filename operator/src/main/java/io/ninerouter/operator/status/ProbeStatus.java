package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.Answer.Kind;
import io.ninerouter.operator.probe.ProbeSchedule.Wanted;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a connection's status tells of checks, and what an operator that comes later takes from it. */
public final class ProbeStatus {
    private ProbeStatus() {}

    /** The status's part; null when nothing was asked. */
    static ProviderConnection.@Nullable Check of(Probed probed) {
        Answer last = probed.last();
        Instant since = probed.lastSince();
        return last == null || since == null
                ? null
                : new ProviderConnection.Check(
                        since.truncatedTo(ChronoUnit.SECONDS).toString(),
                        last.kind().word(),
                        last.status(),
                        last.message());
    }

    /**
     * What is to be checked of a connection.
     *
     * @param tracked since when its part has been what it is; null = it has no part
     * @param status as it stands; null = none
     */
    public static Wanted wanted(
            Verdict verdict,
            Verdict.OfConnection connection,
            @Nullable Tracked tracked,
            List<ConnectionReport> reports,
            ProviderConnection.@Nullable Status status) {
        Instant since = tracked == null ? null : tracked.credentialSince();
        // A credential that has changed was told of before it had: nothing of that counts.
        boolean same = since == null
                && status != null
                && Long.valueOf(verdict.generation()).equals(status.observedGeneration());
        return new Wanted(
                connection.probing(),
                same && status != null ? before(status) : Probed.NOTHING,
                CredentialCheck.provenAt(since, reports));
    }

    /** The condition keeps its yes or no over answers that say neither. */
    private static Probed before(ProviderConnection.Status status) {
        ProviderConnection.Check check = status.probe();
        Instant at = check == null ? null : Fleet.time(check.at());
        Answer last = check == null ? null : answer(check);
        Condition condition = status.conditions().stream()
                .filter(one -> one.type().equals(Conditions.CREDENTIALS_VALID))
                .filter(one ->
                        one.reason().equals(Reason.VALID.word()) || one.reason().equals(Reason.REFUSED.word()))
                .findFirst()
                .orElse(null);
        Instant clearAt = condition == null ? null : Fleet.time(condition.lastTransitionTime());
        if (condition == null || clearAt == null) {
            return Probed.before(last, at, null, null);
        }
        Answer clear = new Answer(condition.holds() ? Kind.TAKEN : Kind.REFUSED, null, condition.message());
        return Probed.before(last, at, clear, clearAt);
    }

    private static @Nullable Answer answer(ProviderConnection.Check check) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.word().equals(check.result()))
                .findFirst()
                .map(kind -> new Answer(kind, check.status(), String.valueOf(check.message())))
                .orElse(null);
    }
}
