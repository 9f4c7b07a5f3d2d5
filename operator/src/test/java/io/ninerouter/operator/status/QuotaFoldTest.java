package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.Quota;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.QuotaReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What replicas say of the windows of one account, made one. */
class QuotaFoldTest {
    private static final List<Quota> BEFORE = List.of(new Quota("7d", 10, "2026-11-29T00:00:00Z"));

    @Test
    void theNewestWordOnEachWindowCounts() {
        List<ConnectionReport> reports = List.of(
                report(
                        new QuotaReport("7d", 40, "2026-11-29T00:00:00Z", "2026-11-23T10:00:00Z"),
                        new QuotaReport("5h", 90, "2026-11-23T12:00:00Z", "2026-11-23T10:00:00Z")),
                report(new QuotaReport("7d", 41, "2026-11-29T00:00:00Z", "2026-11-23T10:00:05Z")),
                report());

        assertThat(QuotaFold.of(BEFORE, reports, List.of()))
                .containsExactly(
                        new Quota("5h", 90, "2026-11-23T12:00:00Z"), new Quota("7d", 41, "2026-11-29T00:00:00Z"));
        assertThat(QuotaFold.of(List.of(), reports.reversed(), List.of()))
                .isEqualTo(QuotaFold.of(BEFORE, reports, List.of()));
    }

    @Test
    void ofOneMomentTheOneThatIsUsedMoreCounts() {
        QuotaReport less = new QuotaReport("7d", 40, "2026-11-29T00:00:00Z", "2026-11-23T10:00:00Z");
        QuotaReport more = new QuotaReport("7d", 42, "2026-11-29T00:00:00Z", "2026-11-23T10:00:00Z");

        assertThat(QuotaFold.of(BEFORE, List.of(report(more), report(less)), List.of()))
                .containsExactly(new Quota("7d", 42, "2026-11-29T00:00:00Z"));
    }

    @Test
    void whatWasToldStaysAsLongAsNobodySaysAnything() {
        assertThat(QuotaFold.of(BEFORE, List.of(), List.of())).isEqualTo(BEFORE);
        assertThat(QuotaFold.of(BEFORE, List.of(report()), List.of())).isEqualTo(BEFORE);
    }

    private static ConnectionReport report(QuotaReport... quotas) {
        return new ConnectionReport("acct", null, null, null, null, null, List.of(quotas));
    }
}
