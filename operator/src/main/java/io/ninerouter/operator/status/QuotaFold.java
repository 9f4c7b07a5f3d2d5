package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.ProviderConnection.Quota;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.QuotaReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The newest word of all replicas on each window of an account. Pure. */
final class QuotaFold {
    /** As many as the schema takes. */
    private static final int MAX_QUOTAS = 32;

    private QuotaFold() {}

    /**
     * The windows, by name.
     *
     * @param before what was told so far; it stays as long as nobody says anything, and its {@code resetsAt} says how long it
     *     counts
     * @param asked what the provider said when it was asked
     */
    static List<Quota> of(List<Quota> before, List<ConnectionReport> reports, List<QuotaReport> asked) {
        Map<String, QuotaReport> newest = new TreeMap<>();
        Stream.concat(reports.stream().flatMap(report -> report.quotas().stream()), asked.stream())
                // Of one moment, the one that is used more.
                .sorted(Comparator.comparing(QuotaReport::seenAt).thenComparingInt(QuotaReport::usedPercent))
                .forEach(quota -> newest.put(quota.window(), quota));
        if (newest.isEmpty()) {
            return before;
        }
        return newest.values().stream()
                .limit(MAX_QUOTAS)
                .map(quota -> new Quota(quota.window(), quota.usedPercent(), quota.resetsAt()))
                .toList();
    }
}
