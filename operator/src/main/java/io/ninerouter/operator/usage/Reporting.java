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
 * @param ended whether nobody goes on with its count any more, as far as can be known: it has said so and no other process has
 *     begun in its place, or its pod is gone
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

    /**
     * Whether nobody goes on with the count any more. One that is closed, and that the next process in the same place is about
     * to go on with, has not ended, though its writer has.
     */
    private static boolean isEnded(
            ReplicaReport report, @Nullable String startedAt, boolean inPod, boolean podThere, Instant now) {
        UsageReport usage = report.usage();
        Instant reported = time(report.reportedAt());
        Duration silent = reported == null ? Duration.ZERO : Duration.between(reported, now);
        boolean gone = inPod ? !podThere && silent.compareTo(LAST_WORDS) >= 0 : silent.compareTo(SILENCE) >= 0;
        return (usage != null && usage.closed() && !isReplaced(report, startedAt)) || gone;
    }

    /**
     * Whether the process that has written a report is over, and has told its last: nobody goes on with the count, or another
     * process has begun in its place and has not reported yet. Arguments as above.
     */
    public static boolean isWriterOver(
            ReplicaReport report, @Nullable String startedAt, boolean inPod, boolean podThere, Instant now) {
        return isReplaced(report, startedAt) || isEnded(report, startedAt, inPod, podThere, now);
    }

    private static boolean isReplaced(ReplicaReport report, @Nullable String startedAt) {
        return startedAt != null && !startedAt.equals(report.startedAt());
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notOurs) {
            return null;
        }
    }
}
