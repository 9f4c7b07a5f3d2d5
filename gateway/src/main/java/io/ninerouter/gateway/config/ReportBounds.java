package io.ninerouter.gateway.config;

import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.StoredSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a report as a whole within {@link ReplicaReport#MOST_BYTES}, always in the same way. Usage is not touched. Of the room
 * that it leaves, demands have half at most, cooldowns half of what is left then, connections what is left then: so no part
 * makes another disappear. Pure.
 */
final class ReportBounds {
    private static final int COMMA = 1;

    /** Those whose money is parted first, then those who ask for most. */
    private static final Comparator<CallerDemand> WEIGHTIEST = Comparator.comparing(
                    (CallerDemand demand) -> demand.purse() == null)
            .thenComparing(Comparator.comparingLong(CallerDemand::requests).reversed())
            .thenComparing(CallerDemand::caller);

    /** Times are RFC 3339 in UTC; all of these have a thousandth or none. */
    private static final Comparator<CooldownReport> LONGEST =
            Comparator.comparing(CooldownReport::until).reversed();

    /** A refused credential is the news that somebody must act on; else what has failed last, then what has succeeded last. */
    private static final Comparator<ConnectionReport> TELLING = Comparator.comparing(
                    ConnectionReport::refusedAt, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(ConnectionReport::lastErrorAt, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(ConnectionReport::lastSuccessAt, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(ConnectionReport::name);

    private ReportBounds() {}

    /** The report, or as much of it as there is room for, each list in its order. */
    static ReplicaReport within(ReplicaReport report) {
        return within(report, ReplicaReport.MOST_BYTES);
    }

    static ReplicaReport within(ReplicaReport report, int most) {
        if (StoredSize.of(report) <= most) {
            return report;
        }
        int left = most - StoredSize.of(with(report, List.of(), List.of(), List.of()));
        List<CallerDemand> demands = first(report.demands(), WEIGHTIEST, left / 2);
        left -= size(demands);
        List<CooldownReport> cooldowns = first(report.cooldowns(), LONGEST, left / 2);
        left -= size(cooldowns);
        return with(report, cooldowns, connections(report.connections(), left), demands);
    }

    /** All of them without messages go before one with a message. */
    private static List<ConnectionReport> connections(List<ConnectionReport> all, int room) {
        List<ConnectionReport> brief =
                first(all.stream().map(ReportBounds::brief).toList(), TELLING, room);
        int left = room - size(brief);
        Set<String> names = new HashSet<>();
        brief.forEach(one -> names.add(one.name()));
        Map<String, ConnectionReport> whole = new HashMap<>();
        for (ConnectionReport one : all.stream()
                .filter(one -> names.contains(one.name()))
                .sorted(TELLING)
                .toList()) {
            int more = StoredSize.of(one) - StoredSize.of(brief(one));
            if (more <= left) {
                left -= more;
                whole.put(one.name(), one);
            }
        }
        return brief.stream().map(one -> whole.getOrDefault(one.name(), one)).toList();
    }

    private static ConnectionReport brief(ConnectionReport one) {
        return new ConnectionReport(
                one.name(),
                one.lastSuccessAt(),
                one.lastErrorAt(),
                one.lastErrorStatus(),
                null,
                one.refusedAt(),
                one.quotas(),
                one.refusedMark());
    }

    /** As many as there is room for, in the order they came in. */
    private static <T> List<T> first(List<T> all, Comparator<T> order, int room) {
        int left = room;
        Set<T> chosen = new HashSet<>();
        for (T one : all.stream().sorted(order).toList()) {
            int size = StoredSize.of(one) + COMMA;
            if (size > left) {
                break;
            }
            left -= size;
            chosen.add(one);
        }
        List<T> kept = new ArrayList<>(all);
        kept.retainAll(chosen);
        return kept;
    }

    private static int size(List<?> rows) {
        return rows.stream().mapToInt(row -> StoredSize.of(row) + COMMA).sum();
    }

    private static ReplicaReport with(
            ReplicaReport report,
            List<CooldownReport> cooldowns,
            List<ConnectionReport> connections,
            List<CallerDemand> demands) {
        return new ReplicaReport(
                report.ready(),
                report.configRevision(),
                report.credentialsRevision(),
                report.rejectedRevision(),
                report.rejectedReason(),
                report.reportedAt(),
                report.startedAt(),
                report.inFlightRequests(),
                cooldowns,
                connections,
                report.usage(),
                demands,
                report.notUnderstood());
    }
}
