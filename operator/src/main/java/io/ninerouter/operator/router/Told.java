package io.ninerouter.operator.router;

import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.status.Assessment;
import io.ninerouter.operator.status.Fleet;
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
    private Fleet fleet = Fleet.NONE;
    private boolean kept;

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

    /** Begins a round: forgets objects that are gone, and everything when a look at all of them is due. */
    void begin(Set<ObjectRef> existing, Fleet replicas, Instant now) {
        kept = replicas.keepsWhatIsServedBy(fleet);
        fleet = replicas;
        if (looked.plus(THOROUGH).isBefore(now)) {
            byObject.clear();
            looked = now;
        } else if (byObject.size() > existing.size()) {
            byObject.keySet().retainAll(existing);
        }
    }

    /**
     * Whether an object that is no connection was told that every replica serves it, and nothing can have become of it since: a
     * glance, as that is so of nearly all objects in nearly all rounds. False = it has to be looked at.
     *
     * @param refused connections whose credential the provider refuses
     * @param spending how its budget stands; null = it has none
     */
    boolean stands(Verdict verdict, Set<String> refused, @Nullable Spending spending) {
        Grounds last = kept ? byObject.get(verdict.ref()) : null;
        return last != null
                && last.verdict() == verdict
                && last.programmed().truth() == Assessment.Truth.TRUE
                && spending == null
                && last.facts().spending() == null
                && switch (verdict.detail()) {
                    case Verdict.OfCombo _ -> refused.equals(last.facts().refused());
                    // A key that expires does so without a word.
                    case Verdict.OfKey key -> key.expiresAtMillis() == null;
                    case Verdict.Plain _ -> true;
                    case Verdict.OfConnection _, Verdict.OfRouter _ -> false;
                };
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
