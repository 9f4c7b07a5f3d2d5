package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects losses of one exchange, each kind once, with how often it happened. Not thread-safe. */
public final class Losses {
    private static final int MAX_KINDS = 256;

    private final Map<Loss, Integer> counts = new LinkedHashMap<>();

    /** Something is left out. */
    public void dropped(Feature feature, String how) {
        add(new Loss(feature, Loss.Fate.DROPPED, how));
    }

    /** Something is said otherwise. */
    public void approximated(Feature feature, String how) {
        add(new Loss(feature, Loss.Fate.APPROXIMATED, how));
    }

    /** Leaves out extras that another dialect than theirs does not know. */
    public void foreign(Extras extras, Dialect target) {
        if (extras.foreignTo(target)) {
            extras.members().keySet().forEach(name -> dropped(Feature.VENDOR_FIELDS, name));
        }
    }

    /** Whether nothing is lost. */
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** What was lost elsewhere is lost here too. */
    public void add(Losses others) {
        others.counts.keySet().forEach(this::add);
    }

    /** All kinds of loss, in the order they came up. */
    public List<Loss> all() {
        return List.copyOf(counts.keySet());
    }

    /** How often each happened. */
    public Map<Loss, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** The value of {@code x-ninerouter-dropped}: features that were dropped, comma-separated; empty when none was. */
    public String header() {
        return counts.keySet().stream()
                .filter(loss -> loss.fate() == Loss.Fate.DROPPED)
                .map(loss -> loss.feature().word())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void add(Loss loss) {
        // Names of fields come from the caller: bounded.
        if (counts.size() < MAX_KINDS || counts.containsKey(loss)) {
            counts.merge(loss, 1, Integer::sum);
        }
    }
}
