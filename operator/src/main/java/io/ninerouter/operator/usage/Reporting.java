package io.ninerouter.operator.usage;

import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageReport;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One replica as its object stands.
 *
 * @param name of the object
 * @param usage what it has used
 * @param ended whether it will report no more, as far as can be known: it has said so, or its pod is gone
 */
public record Reporting(String name, UsageReport usage, boolean ended) {
    /** A pod that is gone has nothing on its way any more after this. */
    static final Duration LAST_WORDS = Duration.ofMinutes(1);

    /** A gateway that runs in no pod, and is silent for so long, is gone. */
    static final Duration SILENCE = Duration.ofHours(24);

    /**
     * Reads an object.
     *
     * @param startedAt annotation {@link ReplicaReport#STARTED_AT}; null = none
     * @param inPod whether it says that it runs in a pod
     * @param podThere whether that pod is still one of its owners
     * @return null when it has used nothing
     */
    public static @Nullable Reporting of(
            String name,
            ReplicaReport report,
            @Nullable String startedAt,
            boolean inPod,
            boolean podThere,
            Instant now) {
        UsageReport usage = report.usage();
        return usage == null ? null : new Reporting(name, usage, isEnded(report, startedAt, inPod, podThere, now));
    }

    /** Whether whoever has written a report will write no more, as far as can be known; arguments as above. */
    public static boolean isEnded(
            ReplicaReport report, @Nullable String startedAt, boolean inPod, boolean podThere, Instant now) {
        UsageReport usage = report.usage();
        boolean continued = startedAt != null && !startedAt.equals(report.startedAt());
        Instant reported = time(report.reportedAt());
        Duration silent = reported == null ? Duration.ZERO : Duration.between(reported, now);
        boolean gone = inPod ? !podThere && silent.compareTo(LAST_WORDS) >= 0 : silent.compareTo(SILENCE) >= 0;
        return (usage != null && usage.closed() && !continued) || gone;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notOurs) {
            return null;
        }
    }
}
