package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.OfferedModels;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.QuotaReport;
import io.ninerouter.config.Signals.Signal;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.probe.Probed;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole status of each kind: the operator is the only writer, so what is not said here goes. What other parts of the
 * operator have found out (account …) is carried over from the status that stands.
 */
public final class Statuses {
    /** As many as the schema takes. */
    private static final int MAX_COOLDOWNS = 64;

    private static final int MAX_LACKING = 16;

    private Statuses() {}

    /**
     * Of a ProviderConnection.
     *
     * @param signals what all replicas leave alone at it
     * @param probed what checks of its credential yielded
     * @param asked what the provider said of its windows when it was asked
     * @param standing what its Secret says of its account; null = it does not log in
     */
    public static ProviderConnection.Status connection(
            ProviderConnection.@Nullable Status before,
            long generation,
            List<Condition> conditions,
            List<ConnectionReport> reports,
            List<Signal> signals,
            Probed probed,
            Verdict.Detail detail,
            List<QuotaReport> asked,
            @Nullable Standing standing) {
        List<ProviderConnection.Cooldown> cooldowns = cooldowns(signals);
        ProviderConnection.Check check = ProbeStatus.of(probed);
        ProviderConnection.LastError error = lastError(before == null ? null : before.lastError(), reports, conditions);
        if (before == null) {
            List<ProviderConnection.Quota> quotas = QuotaFold.of(List.of(), reports, asked);
            return new ProviderConnection.Status(
                    generation,
                    conditions,
                    LoginStatus.account(standing),
                    LoginStatus.expiresAt(standing),
                    LoginStatus.authorization(standing),
                    cooldowns,
                    quotas,
                    error,
                    check,
                    null,
                    models(detail));
        }
        return new ProviderConnection.Status(
                generation,
                conditions,
                LoginStatus.account(standing),
                LoginStatus.expiresAt(standing),
                LoginStatus.authorization(standing),
                cooldowns,
                QuotaFold.of(before.quotas(), reports, asked),
                error,
                check,
                before.usage(),
                models(detail));
    }

    private static @Nullable OfferedModels models(Verdict.Detail detail) {
        Verdict.Offering told = detail instanceof Verdict.OfConnection connection ? connection.offering() : null;
        return told == null
                ? null
                : new OfferedModels(
                        told.count(),
                        time(told.at()),
                        told.lacking().stream().limit(MAX_LACKING).toList(),
                        told.trouble());
    }

    /** Of a ProviderNode. */
    public static ProviderNode.Status node(long generation, List<Condition> conditions) {
        return new ProviderNode.Status(generation, conditions);
    }

    /**
     * Of a Combo.
     *
     * @param refused connections whose credential the provider refuses
     */
    public static Combo.Status combo(
            long generation, List<Condition> conditions, Verdict.Detail detail, Set<String> refused) {
        List<Verdict.Target> targets = detail instanceof Verdict.OfCombo combo ? combo.targets() : List.of();
        return new Combo.Status(
                generation,
                conditions,
                targets.stream().map(target -> target(target, refused)).toList(),
                detail instanceof Verdict.OfCombo ? accounts(targets, refused) : null);
    }

    /**
     * An account counts once, however many members it serves; members of one provider mostly have the very same ones, and there
     * may be thousands.
     */
    private static String accounts(List<Verdict.Target> targets, Set<String> refused) {
        Set<List<String>> lists = Collections.newSetFromMap(new IdentityHashMap<>());
        targets.forEach(target -> lists.add(target.connections()));
        if (lists.size() == 1) {
            List<String> all = targets.getFirst().connections();
            return all.size() - among(all, refused) + "/" + all.size();
        }
        Set<String> all = lists.stream().flatMap(List::stream).collect(Collectors.toSet());
        return all.size() - refused.stream().filter(all::contains).count() + "/" + all.size();
    }

    /** How many are in a list that is in order. Few are refused: a thousand combos over as many accounts are no million looks. */
    private static long among(List<String> names, Set<String> refused) {
        return refused.stream()
                .filter(name -> Collections.binarySearch(names, name) >= 0)
                .count();
    }

    /**
     * Of all accounts of a Router: those that serve, as far as anybody knows, and how many there are: 3/4. One that rests for a
     * while counts.
     *
     * @param refused connections whose credential the provider refuses
     */
    public static String accounts(Collection<Verdict> connections, Set<String> refused, Instant now) {
        long usable = connections.stream()
                .filter(one -> one.fragment() != null
                        && !refused.contains(one.ref().name())
                        && ConditionFold.switchedOff(one.detail(), now) == null)
                .count();
        return usable + "/" + connections.size();
    }

    /** Of a ModelAlias. */
    public static ModelAlias.Status alias(long generation, List<Condition> conditions) {
        return new ModelAlias.Status(generation, conditions);
    }

    /**
     * Of an ApiKey.
     *
     * @param spending how its budget stands; null = it has none
     */
    public static ApiKey.Status key(
            ApiKey.@Nullable Status before,
            long generation,
            List<Condition> conditions,
            Verdict.Detail detail,
            @Nullable Spending spending) {
        Verdict.OfKey key = detail instanceof Verdict.OfKey one ? one : null;
        String prefix = key == null ? null : key.keyPrefix();
        ApiKey.RotationStatus rotation = key == null ? null : rotation(key.times());
        ApiKey.BudgetStatus budget = BudgetStatuses.of(spending);
        return before == null
                ? new ApiKey.Status(generation, conditions, prefix, rotation, null, budget, null)
                : new ApiKey.Status(
                        generation, conditions, prefix, rotation, before.usage(), budget, before.lastUsedAt());
    }

    private static ApiKey.@Nullable RotationStatus rotation(Verdict.@Nullable KeyTimes times) {
        return times == null
                ? null
                : new ApiKey.RotationStatus(time(times.issuedAt()), time(times.nextAt()), time(times.previousUntil()));
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static List<ProviderConnection.Cooldown> cooldowns(List<Signal> signals) {
        return signals.stream()
                .limit(MAX_COOLDOWNS)
                .map(signal -> new ProviderConnection.Cooldown(
                        signal.model(),
                        Instant.ofEpochMilli(signal.untilMillis()).toString(),
                        signal.reason()))
                .toList();
    }

    private static String target(Verdict.Target target, Set<String> refused) {
        int all = target.connections().size();
        long usable = all - among(target.connections(), refused);
        return target.model() + " (" + usable + "/" + all + (all == 1 ? " account)" : " accounts)");
    }

    /** Of what replicas that are gone have said, only what was told is left; how it stood with the credential says the condition. */
    private static ProviderConnection.@Nullable LastError lastError(
            ProviderConnection.@Nullable LastError told, List<ConnectionReport> reports, List<Condition> conditions) {
        String valid = conditions.stream()
                .filter(condition -> condition.type().equals(Conditions.CREDENTIALS_VALID))
                .map(Condition::status)
                .findFirst()
                .orElse("");
        if (CredentialCheck.newestError(reports) == null) {
            return told != null && CredentialCheck.isRefusal(told.status()) && valid.equals("True") ? null : told;
        }
        ConnectionReport error = CredentialCheck.newestError(reports.stream()
                .filter(report -> !CredentialCheck.isMended(report, reports, valid.equals("False")))
                .toList());
        return error == null
                ? null
                : new ProviderConnection.LastError(
                        Objects.requireNonNull(error.lastErrorAt()), error.lastErrorStatus(), error.lastErrorMessage());
    }
}
