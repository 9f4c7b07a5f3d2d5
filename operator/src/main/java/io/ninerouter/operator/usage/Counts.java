package io.ninerouter.operator.usage;

import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures in total, by caller, and by connection and model. The rows for what a replica did not tell apart are left out: they
 * are what the total has beyond the rows.
 *
 * @param callers by {@code namespace/name}
 * @param targets by {@code connection/model}
 */
record Counts(UsageFigures total, Map<String, Row> callers, Map<String, Row> targets) {
    static final Counts NONE = new Counts(UsageFigures.NONE, Map.of(), Map.of());

    /**
     * One row.
     *
     * @param lastUsedAt RFC 3339; null = not known
     * @param provider of a connection; null = not known, or of a caller
     */
    record Row(
            UsageFigures used,
            @Nullable String lastUsedAt,
            @Nullable String provider) {
        Row plus(Row other) {
            return new Row(
                    used.plus(other.used),
                    later(lastUsedAt, other.lastUsedAt),
                    provider == null ? other.provider : provider);
        }
    }

    static Counts of(UsageReport report) {
        Map<String, Row> callers = new TreeMap<>();
        report.callers().stream()
                .filter(row -> !row.caller().equals(UsageReport.OTHER))
                .forEach(row -> callers.merge(row.caller(), new Row(row.used(), row.lastUsedAt(), null), Row::plus));
        Map<String, Row> targets = new TreeMap<>();
        report.targets().stream()
                .filter(row -> row.provider() != null || !row.connection().equals(UsageReport.OTHER))
                .forEach(row -> targets.merge(
                        target(row.connection(), row.model()),
                        new Row(row.used(), row.lastUsedAt(), row.provider()),
                        Row::plus));
        return new Counts(report.total(), callers, targets);
    }

    /** Key of a target; names of connections hold no slash. */
    static String target(String connection, String model) {
        return connection + '/' + model;
    }

    /** The connection of a target's key. */
    static String connection(String target) {
        return target.substring(0, target.indexOf('/'));
    }

    Counts plus(Counts other) {
        Map<String, Row> sumOfCallers = new TreeMap<>(callers);
        other.callers.forEach((key, row) -> sumOfCallers.merge(key, row, Row::plus));
        Map<String, Row> sumOfTargets = new TreeMap<>(targets);
        other.targets.forEach((key, row) -> sumOfTargets.merge(key, row, Row::plus));
        return new Counts(total.plus(other.total), sumOfCallers, sumOfTargets);
    }

    /** What these have beyond earlier ones of the same count. */
    Counts beyond(Counts earlier) {
        return new Counts(
                total.minus(earlier.total).atLeastZero(),
                beyond(callers, earlier.callers),
                beyond(targets, earlier.targets));
    }

    private static Map<String, Row> beyond(Map<String, Row> now, Map<String, Row> earlier) {
        Map<String, Row> rest = new TreeMap<>();
        now.forEach((key, row) -> {
            Row before = earlier.get(key);
            rest.put(
                    key,
                    before == null
                            ? row
                            : new Row(row.used.minus(before.used).atLeastZero(), row.lastUsedAt, row.provider));
        });
        return rest;
    }

    /** Of two RFC 3339 times to the second in UTC the later one. */
    static @Nullable String later(@Nullable String one, @Nullable String other) {
        return one == null || (other != null && other.compareTo(one) > 0) ? other : one;
    }
}
