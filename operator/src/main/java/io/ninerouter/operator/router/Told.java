package io.ninerouter.operator.router;

import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.ModelEnd;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment;
import io.ninerouter.operator.status.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
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
    /** Objects that may have to be told something else although nothing was compiled of them. */
    private final Set<ObjectRef> unsettled = ConcurrentHashMap.newKeySet();

    private Instant looked = Instant.MIN;

    /** What the other objects were told of; null = all have to be looked at. */
    private @Nullable Round last;

    /**
     * Everything that a status is made of, but for the time at which it is written.
     *
     * @param programmed whether the replicas serve it
     * @param since when its credential became what it is; null = it has none, or before anyone looked
     * @param facts what its status tells beside the conditions
     * @param switchedOff what the user or time has switched off; null = nothing
     * @param ending models that it names and that end soon
     */
    record Grounds(
            Verdict verdict,
            Assessment programmed,
            @Nullable Instant since,
            AttachedKind.Facts facts,
            @Nullable Decision switchedOff,
            List<ModelEnd> ending) {

        /** Whether it stays like this until the next round is another one, see {@link Round#isLike}, or speaks of it. */
        private boolean isSettled() {
            return programmed.truth() == Assessment.Truth.TRUE
                    && facts.reports().isEmpty()
                    && facts.signals().isEmpty()
                    && facts.asked().isEmpty()
                    && facts.spending() == null
                    && facts.trouble() == null
                    && ending.isEmpty()
                    && switch (verdict.detail()) {
                        case Verdict.OfCombo _, Verdict.Plain _ -> true;
                        // A key or a token that ends does so without a word.
                        case Verdict.OfKey key -> key.expiresAtMillis() == null;
                        case Verdict.OfConnection connection -> connection.login() == null;
                        case Verdict.OfRouter _ -> false;
                    };
        }
    }

    /**
     * What is to be told in one round of the loop.
     *
     * @param existing all of them: the Router, which is not told here, and what attaches to it
     * @param compiled what is said of them; null = not known how it differs from before
     * @param fleet the replicas
     * @param refused connections whose credential the provider refuses
     * @param probes what checks of credentials yielded
     * @param spokenOf connections of which replicas, providers or vendors say something, and what names a model that ends soon
     */
    record Round(
            Set<ObjectRef> existing,
            @Nullable Compiled compiled,
            Fleet fleet,
            Set<String> refused,
            Map<ObjectRef, Probed> probes,
            Set<ObjectRef> spokenOf) {

        /** Whether what was said of objects in an earlier round still holds for those of which nothing else was compiled. */
        private boolean isLike(Round earlier) {
            return fleet.keepsWhatIsServedBy(earlier.fleet)
                    && refused.equals(earlier.refused)
                    && probes.equals(earlier.probes);
        }
    }

    /**
     * Begins a round: forgets objects that are gone, and everything when a look at all of them is due.
     *
     * @return the objects to look at; of the others, which are nearly all, nothing can have become since they were told that
     *     every replica serves them
     */
    Set<ObjectRef> begin(Round round, Instant now) {
        if (byObject.size() >= round.existing().size()) {
            byObject.keySet().retainAll(round.existing());
            unsettled.retainAll(round.existing());
        }
        if (looked.plus(THOROUGH).isBefore(now)) {
            byObject.clear();
            last = null;
            looked = now;
        }
        Round before = last;
        last = round;
        Set<ObjectRef> changed = before == null || round.compiled() == null || !round.isLike(before)
                ? null
                : round.compiled().changedSince(before.compiled());
        if (changed == null) {
            return round.existing();
        }
        Set<ObjectRef> some = new HashSet<>(unsettled);
        some.addAll(changed);
        some.addAll(round.spokenOf());
        some.retainAll(round.existing());
        return some;
    }

    /** Whether an object has to be told; from now on it counts as told on these grounds. */
    boolean isNews(ObjectRef ref, Grounds grounds) {
        if (grounds.isSettled()) {
            unsettled.remove(ref);
        } else {
            unsettled.add(ref);
        }
        return !grounds.equals(byObject.put(ref, grounds));
    }

    /** It was not told after all, or another object has its name. One that was never told is told anyway. */
    void forget(ObjectRef ref) {
        if (byObject.remove(ref) != null) {
            unsettled.add(ref);
        }
    }
}
