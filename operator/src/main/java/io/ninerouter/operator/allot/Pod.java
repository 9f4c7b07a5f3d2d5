package io.ninerouter.operator.allot;

import io.ninerouter.config.CallerDemand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process of a gateway, as it reports.
 *
 * @param since when it started, epoch milliseconds
 * @param live whether it serves and has reported lately
 */
public record Pod(String name, long since, boolean live, Map<String, CallerDemand> demands) {
    public Pod {
        demands = Map.copyOf(demands);
    }

    /** With its demands as they are told. */
    public static Pod of(String name, long since, boolean live, List<CallerDemand> demands) {
        Map<String, CallerDemand> byCaller = new HashMap<>();
        demands.forEach(demand -> byCaller.putIfAbsent(demand.caller(), demand));
        return new Pod(name, since, live, byCaller);
    }

    /** What it wants for a caller; null = nothing. */
    @Nullable
    CallerDemand demand(String caller) {
        return demands.get(caller);
    }

    /** What it has of a caller's budget in a period; null = nothing that it tells of. */
    CallerDemand.@Nullable Purse purse(String caller, long period) {
        CallerDemand demand = demands.get(caller);
        CallerDemand.Purse purse = demand == null ? null : demand.purse();
        return purse != null && purse.period() == period ? purse : null;
    }

    Incarnation process() {
        return new Incarnation(name, since);
    }

    /** Tells a process from an earlier one of the same name. */
    record Incarnation(String name, long since) {}
}
