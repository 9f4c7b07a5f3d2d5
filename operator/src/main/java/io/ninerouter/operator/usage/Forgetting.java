package io.ninerouter.operator.usage;

import io.ninerouter.config.UsageReport;
import io.ninerouter.operator.usage.UsageBook.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long the figures of counts that have ended are kept. While they are, a replica that comes back after all is counted
 * exactly; afterwards what it reports counts no more.
 */
final class Forgetting {
    /** A count that was closed may be taken up again by the next container of its pod within this. */
    static final Duration CLOSED = Duration.ofHours(1);

    /** Rows of all kept figures together; one count may have more. */
    static final int MOST_ROWS = 2_000;

    /** Names of counts that have ended: about 50 bytes each. */
    static final int MOST_NAMES = 2_000;

    private Forgetting() {}

    /** Rows of the figures that are kept of a count. */
    static int rows(@Nullable Settled settled) {
        UsageReport figures = settled == null ? null : settled.figures();
        return figures == null ? 0 : rows(figures);
    }

    /** Rows of a report. */
    static int rows(UsageReport figures) {
        return figures.callers().size() + figures.targets().size();
    }

    /** @param present counts that have an object */
    static Map<String, Settled> forget(Map<String, Settled> settled, Set<String> present, Instant now) {
        List<Map.Entry<String, Settled>> newest = settled.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Settled> one) -> !present.contains(one.getKey()))
                        .thenComparingLong(one -> -one.getValue().atMillis())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        long closedSince = now.minus(CLOSED).toEpochMilli();
        Map<String, Settled> kept = new TreeMap<>();
        int rows = 0;
        for (Map.Entry<String, Settled> one : newest) {
            Settled value = one.getValue();
            UsageReport figures = value.figures();
            rows += rows(value);
            boolean there = present.contains(one.getKey());
            if (kept.size() >= MOST_NAMES && !there) {
                break;
            }
            boolean late = figures != null && figures.closed() && value.atMillis() < closedSince;
            kept.put(one.getKey(), !there && (late || rows > MOST_ROWS) ? new Settled(value.atMillis(), null) : value);
        }
        return kept;
    }
}
