package io.ninerouter.gateway.config;

import io.ninerouter.config.CooldownReason;
import io.ninerouter.config.NotUnderstood;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.ReplicaReport.QuotaReport;
import io.ninerouter.config.Signals;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.QuotaWindow;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a replica says of itself. Pure. */
final class ReportBuilder {
    private static final int MAX_MESSAGE = 1_024;
    private static final int MAX_MODEL = 256;
    private static final long MIN_COOLDOWN_MILLIS = 500;
    private static final int MAX_CONNECTIONS = 5_000;

    private ReportBuilder() {}

    /**
     * A report.
     *
     * @param snapshot in use; null = none yet
     * @param rejection what is not served; null = nothing
     * @param cooldowns what every replica should leave alone
     * @param quotas windows of a connection, by its name
     */
    static ReplicaReport of(
            @Nullable Snapshot snapshot,
            ConfigState.@Nullable Rejection rejection,
            List<HealthBoard.Cooling> cooldowns,
            List<HealthBoard.Observation> observations,
            Function<String, List<QuotaWindow>> quotas,
            Moment moment) {
        return new ReplicaReport(
                moment.ready(),
                snapshot == null ? null : snapshot.configRevision(),
                snapshot == null ? null : snapshot.credentialsRevision(),
                rejection == null ? null : cut(rejection.revision(), 64),
                rejection == null ? null : cut(rejection.reason(), MAX_MESSAGE),
                time(moment.nowMillis()),
                time(moment.startedMillis()),
                moment.inFlight(),
                cooldowns(cooldowns, moment.nowMillis()),
                observations.stream()
                        .limit(MAX_CONNECTIONS)
                        .map(seen -> connection(seen, quotas.apply(seen.connection())))
                        .toList(),
                null,
                List.of(),
                snapshot == null ? List.of() : bounded(snapshot.notUnderstood()));
    }

    /** The operator takes those that are not named for not served either. */
    private static List<NotUnderstood> bounded(List<NotUnderstood> all) {
        if (all.size() <= NotUnderstood.MAX) {
            return all;
        }
        List<NotUnderstood> some = new ArrayList<>(all.subList(0, NotUnderstood.MAX - 1));
        some.add(new NotUnderstood(
                NotUnderstood.MORE,
                "",
                (all.size() - some.size()) + " more objects are not understood, maybe this one"));
        return some;
    }

    /** When there are too many, those that hold longest. What is over before anyone hears of it is not worth a word. */
    private static List<CooldownReport> cooldowns(List<HealthBoard.Cooling> all, long nowMillis) {
        return all.stream()
                .filter(one -> one.cooldown().untilMillis() - nowMillis >= MIN_COOLDOWN_MILLIS)
                // Cut short, it would be another model.
                .filter(one -> one.model() == null || one.model().length() <= MAX_MODEL)
                .sorted(Comparator.comparingLong(one -> -one.cooldown().untilMillis()))
                .limit(Signals.MAX)
                .sorted(Comparator.comparing(HealthBoard.Cooling::connection)
                        .thenComparing(HealthBoard.Cooling::model, Comparator.nullsFirst(Comparator.naturalOrder())))
                .flatMap(one -> cooldown(one).stream())
                .toList();
    }

    private static Optional<CooldownReport> cooldown(HealthBoard.Cooling one) {
        CooldownReason reason = one.cooldown().reason().told();
        return reason == null
                ? Optional.empty()
                : Optional.of(new CooldownReport(
                        one.connection(),
                        one.model(),
                        reason.word(),
                        time(one.cooldown().untilMillis())));
    }

    private static ConnectionReport connection(HealthBoard.Observation seen, List<QuotaWindow> quotas) {
        String message = seen.lastErrorMessage();
        return new ConnectionReport(
                seen.connection(),
                optional(seen.lastSuccessMillis()),
                optional(seen.lastErrorMillis()),
                seen.lastErrorStatus(),
                message == null ? null : cut(message, MAX_MESSAGE),
                optional(seen.refusedAtMillis()),
                quotas.stream().flatMap(window -> quota(window).stream()).toList(),
                seen.refusedMark());
    }

    private static Optional<QuotaReport> quota(QuotaWindow window) {
        return Optional.ofNullable(window.resetsAtMillis())
                .map(end ->
                        new QuotaReport(window.window(), window.usedPercent(), time(end), time(window.seenAtMillis())));
    }

    private static @Nullable String optional(@Nullable Long millis) {
        return millis == null ? null : time(millis);
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /**
     * When, and how things stand.
     *
     * @param startedMillis when the process started
     */
    record Moment(boolean ready, int inFlight, long nowMillis, long startedMillis) {}
}
