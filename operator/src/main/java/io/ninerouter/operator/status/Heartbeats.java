package io.ninerouter.operator.status;

import io.ninerouter.operator.status.Fleet.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When replicas were last heard of. A report that has changed was written since the last look: a time in it that lies
 * elsewhere is that of a clock which disagrees, and the look's counts instead, as with a Lease. Else a gateway whose clock is
 * minutes behind would count as gone while it serves, and one whose clock is ahead as there when it is gone. Immutable.
 *
 * @param beats by replica
 * @param lookedAt when they were last looked at; null = never
 */
public record Heartbeats(Map<String, Beat> beats, @Nullable Instant lookedAt) {
    /** Nothing was looked at yet. */
    public static final Heartbeats NONE = new Heartbeats(Map.of(), null);

    /** Clocks that agree are apart by less. */
    private static final Duration AGREE = Duration.ofSeconds(2);

    public Heartbeats {
        beats = Map.copyOf(beats);
    }

    /**
     * A report.
     *
     * @param reportedAt as the replica says
     * @param at when that was, as far as can be told; null = it cannot
     */
    public record Beat(String reportedAt, @Nullable Instant at) {}

    /** After another look. */
    public Heartbeats next(Collection<Reported> reported, Instant now) {
        Map<String, Beat> next = new HashMap<>();
        for (Reported one : reported) {
            String reportedAt = one.report().reportedAt();
            Beat before = beats.get(one.name());
            next.put(
                    one.name(),
                    before != null && before.reportedAt().equals(reportedAt)
                            ? before
                            : new Beat(reportedAt, moment(reportedAt, now)));
        }
        return new Heartbeats(next, now);
    }

    /** Until when a replica counts as there, unless it reports again; null = it does not. */
    @Nullable
    Instant until(Reported one, Instant now) {
        Beat beat = beats.get(one.name());
        Instant at = beat == null ? moment(one.report().reportedAt(), now) : beat.at();
        Instant end = at == null ? null : at.plus(Fleet.FRESH);
        return end == null || end.isBefore(now) ? null : end;
    }

    private @Nullable Instant moment(String reportedAt, Instant now) {
        Instant told = Fleet.time(reportedAt);
        if (told == null) {
            return null;
        }
        if (lookedAt == null) {
            // What stood there before anybody looked has nothing but its own word, and none that is of the future.
            return told.isAfter(now.plus(Fleet.FRESH)) ? null : told;
        }
        boolean agrees = told.isAfter(lookedAt) && !told.isAfter(now.plus(AGREE));
        return agrees ? told : now;
    }
}
