package io.ninerouter.operator.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How long publications of one document take to reach every ready replica. A later publication that is acknowledged counts for
 * the earlier ones: their content has been overtaken. Pure but for what it remembers; not thread-safe.
 */
public final class Propagation {
    /** More than ten a second for a minute and a half. */
    static final int MAX_WAITING = 1_024;

    private final TreeMap<Long, Instant> waiting = new TreeMap<>();
    private long newest = -1;

    /**
     * A round of the loop.
     *
     * @param sequence number of the newest publication
     * @param began when the round began that made it: the change was seen then
     * @param acknowledged the number that every ready replica has acknowledged; -1 = there is none
     * @param now when the acknowledgements were seen
     * @return what has reached everybody since the last round, each with the time that it took
     */
    public List<Duration> round(long sequence, Instant began, long acknowledged, Instant now) {
        // What stood before this process looked was published at a time that nobody knows.
        boolean first = newest < 0;
        if (sequence > newest) {
            newest = sequence;
            if (!first) {
                waiting.put(sequence, began);
            }
        }
        while (waiting.size() > MAX_WAITING) {
            waiting.pollFirstEntry();
        }
        List<Duration> arrived = new ArrayList<>();
        var reached = waiting.headMap(acknowledged, true);
        reached.values().forEach(since -> arrived.add(Duration.between(since, now)));
        reached.clear();
        return arrived;
    }
}
