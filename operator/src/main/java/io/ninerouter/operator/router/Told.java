package io.ninerouter.operator.router;

import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.status.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * On what grounds each object of one Router was told its status: as long as they are the same nobody looks at it. Statuses
 * that somebody else has changed are found by a look at all of them, once a minute. Thread-safe.
 */
final class Told {
    private static final Duration THOROUGH = Duration.ofMinutes(1);

    private final Map<ObjectRef, Grounds> byObject = new ConcurrentHashMap<>();
    private Instant looked = Instant.MIN;

    /**
     * Everything that a status is made of, but for the time at which it is written.
     *
     * @param programmed whether the replicas serve it
     * @param since when its credential became what it is; null = it has none, or before anyone looked
     * @param facts what its status tells beside the conditions
     * @param switchedOff what the user or time has switched off; null = nothing
     */
    record Grounds(
            Verdict verdict,
            Assessment programmed,
            @Nullable Instant since,
            AttachedKind.Facts facts,
            @Nullable Decision switchedOff) {}

    /**
     * Begins a round: forgets objects that are gone, and everything when a look at all of them is due.
     *
     * @param existing all of the round: the Router, which is not told here, and what attaches to it
     */
    void begin(Set<ObjectRef> existing, Instant now) {
        if (looked.plus(THOROUGH).isBefore(now)) {
            byObject.clear();
            looked = now;
        } else if (byObject.size() >= existing.size()) {
            byObject.keySet().retainAll(existing);
        }
    }

    /** Whether an object has to be told; from now on it counts as told on these grounds. */
    boolean isNews(ObjectRef ref, Grounds grounds) {
        return !grounds.equals(byObject.put(ref, grounds));
    }

    /** It was not told after all. */
    void forget(ObjectRef ref) {
        byObject.remove(ref);
    }
}
