package io.ninerouter.quickstart.api.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The latest changes of one collection, bounded in number and weight. Not thread-safe; the store's lock guards it. */
final class History {

    private final StoreLimits limits;
    private final Deque<StoreEvent> events = new ArrayDeque<>();
    private long weight;
    private long completeSince;

    /** Remembers what comes after this revision. */
    History(StoreLimits limits, long completeSince) {
        this.limits = limits;
        this.completeSince = completeSince;
    }

    void add(StoreEvent event) {
        events.addLast(event);
        weight += event.object().weight();
        while (events.size() > limits.historyEvents() || (weight > limits.historyWeight() && events.size() > 1)) {
            StoreEvent oldest = events.removeFirst();
            weight -= oldest.object().weight();
            completeSince = oldest.revision();
        }
    }

    /** All changes after a revision; empty when some of them have been forgotten. */
    Optional<List<StoreEvent>> since(long revision) {
        if (revision < completeSince) {
            return Optional.empty();
        }
        List<StoreEvent> after = new ArrayList<>();
        for (StoreEvent event : events) {
            if (event.revision() > revision) {
                after.add(event);
            }
        }
        return Optional.of(after);
    }
}
