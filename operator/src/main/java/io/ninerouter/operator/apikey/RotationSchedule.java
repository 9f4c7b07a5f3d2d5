package io.ninerouter.operator.apikey;

import io.ninerouter.operator.apikey.KeyRecord.Previous;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an issued key is replaced, and how long the one before it stays valid. Pure.
 *
 * @param every age at which a key is replaced; null = only on demand
 * @param overlap how long the old key is accepted; zero = not at all
 */
public record RotationSchedule(@Nullable Duration every, Duration overlap) {
    /** Keys that live shorter would keep the whole cluster busy with them. */
    public static final Duration SHORTEST = Duration.ofMinutes(5);

    /** What a rotation on demand leaves to those who hold the old key. */
    public static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

    /** No schedule: a key is replaced on demand. */
    public static final RotationSchedule ON_DEMAND = new RotationSchedule(null, DEFAULT_OVERLAP);

    /** An overlap longer than {@code every} counts as {@code every}: so at most one key of the schedule is on its way out. */
    public RotationSchedule {
        if (every != null && every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "rotation.every: " + every + " (expected: at least " + SHORTEST.toMinutes() + "m)");
        }
        if (every != null && overlap.compareTo(every) > 0) {
            overlap = every;
        }
    }

    /** When the present key is replaced; null = not by itself. */
    public @Nullable Instant nextAt(KeyRecord record) {
        Instant issuedAt = record.issuedAt();
        return every == null || issuedAt == null ? null : issuedAt.plus(every);
    }

    /**
     * Whether the present key is to be replaced.
     *
     * @param request what the user asks for now, see {@link KeyRecord#requestOf}; null = nothing
     */
    public boolean isDue(KeyRecord record, @Nullable String request, Instant now) {
        Instant next = nextAt(record);
        return (request != null && !request.equals(record.request())) || (next != null && !now.isBefore(next));
    }

    /** The record after the key was replaced. */
    public KeyRecord replaced(
            KeyRecord record, String issuedFor, String oldDigest, @Nullable String request, Instant now) {
        List<Previous> previous = new ArrayList<>(record.at(now).previous());
        if (overlap.isPositive()) {
            previous.add(new Previous(oldDigest, now.plus(overlap)));
        }
        return new KeyRecord(issuedFor, now, previous, request == null ? record.request() : request);
    }
}
