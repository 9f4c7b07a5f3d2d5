package io.ninerouter.operator.discover;

import io.ninerouter.config.Signals;
import io.ninerouter.config.Signals.Spent;
import io.ninerouter.operator.discover.Known.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What gateways should know of windows that providers were asked about: those that are nearly used up. Pure. */
public final class SpentFold {
    private SpentFold() {}

    /** The windows, in order of connection and name; those of single models put no account behind. */
    public static List<Spent> of(Map<String, Asked> quotas, Instant now) {
        return new TreeMap<>(quotas)
                .entrySet().stream()
                        .flatMap(entry -> entry.getValue().windows().stream()
                                .filter(window -> window.wholeAccount()
                                        && window.usedPercent() >= Signals.NEARLY_SPENT
                                        && window.resetsAt().isAfter(now))
                                .map(window -> new Spent(
                                        entry.getKey(),
                                        window.name(),
                                        window.resetsAt().toEpochMilli(),
                                        entry.getValue().at().toEpochMilli())))
                        .limit(Signals.MAX)
                        .toList();
    }
}
