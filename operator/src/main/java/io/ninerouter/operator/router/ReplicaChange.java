package io.ninerouter.operator.router;

import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageReport;
import io.ninerouter.operator.status.Fleet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which reports are worth a look: a heartbeat that says nothing new is not. Pure. */
final class ReplicaChange {
    private ReplicaChange() {}

    static boolean matters(GatewayReplica next, GatewayReplica old) {
        ReplicaReport now = next.getStatus();
        ReplicaReport before = old.getStatus();
        if (now == null || before == null) {
            return now != null || before != null;
        }
        return now.ready() != before.ready()
                || !Objects.equals(now.configRevision(), before.configRevision())
                || !Objects.equals(now.credentialsRevision(), before.credentialsRevision())
                || !Objects.equals(now.rejectedRevision(), before.rejectedRevision())
                || !now.notUnderstood().equals(before.notUnderstood())
                || !now.cooldowns().equals(before.cooldowns())
                || !now.connections().equals(before.connections())
                || !now.demands().equals(before.demands())
                || !Objects.equals(now.startedAt(), before.startedAt())
                || isClosed(now) != isClosed(before)
                || wasSilent(before.reportedAt(), now.reportedAt());
    }

    private static boolean isClosed(ReplicaReport report) {
        UsageReport usage = report.usage();
        return usage != null && usage.closed();
    }

    /** A replica that may have counted as gone meanwhile is back. */
    private static boolean wasSilent(@Nullable String before, @Nullable String now) {
        if (before == null || now == null) {
            return true;
        }
        try {
            Duration silence = Duration.between(OffsetDateTime.parse(before), OffsetDateTime.parse(now));
            return silence.compareTo(Fleet.FRESH.dividedBy(2)) > 0;
        } catch (DateTimeException e) {
            return true;
        }
    }
}
