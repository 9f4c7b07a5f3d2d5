package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.status.Assessment.Truth;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a provider takes a credential, as live traffic tells. */
final class CredentialCheck {
    private CredentialCheck() {}

    /**
     * What traffic through the live replicas says. Only what happened since the credential is what it is counts.
     *
     * @param since when the credential became what it is; null = before anyone looked
     */
    static Assessment assess(boolean needed, @Nullable Instant since, List<ConnectionReport> reports) {
        if (!needed) {
            return assessment(Truth.TRUE, Reason.NOT_NEEDED, "the provider takes no credential");
        }
        Instant refused = newest(reports, ConnectionReport::refusedAt, since);
        Instant success = newest(reports, ConnectionReport::lastSuccessAt, since);
        if (refused != null && (success == null || refused.isAfter(success))) {
            return assessment(Truth.FALSE, Reason.REFUSED, "the provider refused the credential" + detail(reports));
        }
        return success == null
                ? assessment(Truth.UNKNOWN, Reason.NOT_TRIED, "no request has used the credential yet")
                : assessment(Truth.TRUE, Reason.VALID, "the provider took the credential");
    }

    /** The report of the newest error; null = there was none. */
    static @Nullable ConnectionReport newestError(List<ConnectionReport> reports) {
        return reports.stream()
                .filter(report -> Fleet.time(report.lastErrorAt()) != null)
                .max(Comparator.comparing(report -> Objects.requireNonNull(Fleet.time(report.lastErrorAt()))))
                .orElse(null);
    }

    private static String detail(List<ConnectionReport> reports) {
        ConnectionReport error = newestError(reports);
        Integer status = error == null ? null : error.lastErrorStatus();
        return status == null || status == 0 ? "" : " (" + status + ")";
    }

    private static @Nullable Instant newest(
            List<ConnectionReport> reports,
            Function<ConnectionReport, @Nullable String> field,
            @Nullable Instant since) {
        return reports.stream()
                .map(report -> Fleet.time(field.apply(report)))
                .filter(Objects::nonNull)
                .filter(at -> since == null || !at.isBefore(since))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Assessment assessment(Truth truth, Reason reason, String message) {
        return new Assessment(Conditions.CREDENTIALS_VALID, truth, reason, message);
    }
}
