package io.ninerouter.operator.compile;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.pcollections.HashPMap;

/** How often combos and aliases name each model string, so that nobody has to look through thousands of them. Immutable. */
final class References {
    private final HashPMap<String, Integer> times;

    private References(HashPMap<String, Integer> times) {
        this.times = times;
    }

    /** Counts those of all names. */
    static References of(Collection<NamesJudged.Judgement> judgements) {
        Map<String, Integer> times = new HashMap<>();
        judgements.forEach(judgement ->
                judgement.named().references().forEach(reference -> times.merge(reference, 1, Integer::sum)));
        return new References(SharedMaps.hashed(times));
    }

    /** Whether any names it. */
    boolean has(String model) {
        return times.containsKey(model);
    }

    /** The same after an edit. */
    References with(Named before, Named after) {
        HashPMap<String, Integer> next = times;
        for (String reference : after.references()) {
            next = next.plus(reference, next.getOrDefault(reference, 0) + 1);
        }
        for (String reference : before.references()) {
            int left = next.getOrDefault(reference, 0) - 1;
            next = left > 0 ? next.plus(reference, left) : next.minus(reference);
        }
        return new References(next);
    }
}
