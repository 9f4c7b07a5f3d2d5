package io.ninerouter.operator.router;

import io.ninerouter.operator.usage.Reporting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reports that were there and are not any more, though their figures are not settled: somebody has deleted them. A replica
 * that lives writes its report again within seconds; of one that does not, the figures that were last seen count. Used by one
 * thread.
 */
final class Vanished {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Last(Reporting reporting, Instant seen) {}

    private final Map<String, Last> last = new HashMap<>();

    void remember(Collection<Reporting> present, Instant now) {
        present.forEach(one -> last.put(one.usage().ledger(), new Last(one, now)));
    }

    /** Those that are present, and those that are missed. */
    Collection<Reporting> with(Collection<Reporting> present, Set<String> settled, Instant now) {
        last.keySet().removeAll(settled);
        remember(present, now);
        return last.values().stream()
                .map(one -> Duration.between(one.seen(), now).compareTo(PATIENCE) < 0
                        ? one.reporting()
                        : new Reporting(one.reporting().name(), one.reporting().usage(), true))
                .toList();
    }
}
