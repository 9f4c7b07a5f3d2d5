package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderConnection.Quota;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.QuotaReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of an account's windows. */
class OperatorQuotasTest {
    @TempDir
    Path folder;

    @Test
    void theNewestWordOfAllReplicasIsShown() throws Exception {
        try (Cluster cluster = Cluster.start(folder)) {
            cluster.operator("one");
            cluster.router("main");
            cluster.account("claude", "anthropic");
            FakeReplica first = cluster.replica("gw-1", "main");
            FakeReplica second = cluster.replica("gw-2", "main");

            first.report(report(63, "2026-11-23T10:00:00Z"));
            awaitUsed(cluster, 63);
            second.report(report(64, "2026-11-23T10:01:00Z"));
            ProviderConnection shown = awaitUsed(cluster, 64);

            assertThat(shown.getStatus().quotas()).containsExactly(new Quota("7d", 64, "2099-01-01T00:00:00Z"));
        }
    }

    private static ProviderConnection awaitUsed(Cluster cluster, int percent) {
        return cluster.await(
                ProviderConnection.class,
                "claude",
                found -> found != null
                        && found.getStatus() != null
                        && found.getStatus().quotas().stream()
                                .anyMatch(quota -> Integer.valueOf(percent).equals(quota.usedPercent())));
    }

    private static ConnectionReport report(int used, String seenAt) {
        return new ConnectionReport(
                "claude",
                seenAt,
                null,
                null,
                null,
                null,
                List.of(new QuotaReport("7d", used, "2099-01-01T00:00:00Z", seenAt)));
    }
}
