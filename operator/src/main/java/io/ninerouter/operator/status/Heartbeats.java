package io.ninerouter.operator.status;

import io.ninerouter.operator.status.Fleet.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When replicas were last heard of. What counts, as with a Lease, is that the time in a report changes; what it is counts for a
 * few seconds alone, so that clocks may disagree. Else a gateway whose clock is minutes behind would count as gone while it
 * serves, and one whose clock is ahead as there when it is gone. Immutable.
 *
 * @param beats by replica
 * @param looked whether there was a first look
 */
public record Heartbeats(Map<String, Beat> beats, boolean looked) {
    /** Nothing was looked at yet. */
    public static final Heartbeats NONE = new Heartbeats(Map.of(), false);

    /** So often a replica reports at least: a new report is hardly older, and leaves time for the next one. */
    private static final Duration EVERY = Duration.ofSeconds(10);

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
        return new Heartbeats(next, true);
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
        if (!looked) {
            // What stood there before anybody looked has nothing but its own word, and none that is of the future.
            return told.isAfter(now.plus(Fleet.FRESH)) ? null : told;
        }
        Instant earliest = now.minus(EVERY);
        return told.isBefore(earliest) ? earliest : told.isAfter(now) ? now : told;
    }
}
