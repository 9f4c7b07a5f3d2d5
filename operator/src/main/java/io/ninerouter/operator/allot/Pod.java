package io.ninerouter.operator.allot;

import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.ReplicaReport;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process of a gateway, as it reports.
 *
 * @param since when it started, epoch milliseconds
 * @param live whether it serves and has reported lately
 * @param ended whether it tells no more: what it told last is all there is
 */
public record Pod(String name, long since, boolean live, boolean ended, Map<String, CallerDemand> demands) {
    public Pod {
        demands = Map.copyOf(demands);
    }

    /** As it reports. */
    public static Pod of(String name, ReplicaReport report, boolean live, boolean ended) {
        return of(name, Incarnation.of(name, report).since(), live, ended, report.demands());
    }

    /** One that runs, with its demands as they are told. */
    public static Pod of(String name, long since, boolean live, List<CallerDemand> demands) {
        return of(name, since, live, false, demands);
    }

    private static Pod of(String name, long since, boolean live, boolean ended, List<CallerDemand> demands) {
        Map<String, CallerDemand> byCaller = new HashMap<>();
        demands.forEach(demand -> byCaller.putIfAbsent(demand.caller(), demand));
        return new Pod(name, since, live, ended, byCaller);
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

    /** Whether somebody waits here for money of an earlier period: its clock is behind, and it has to be told of this one. */
    boolean waitsBefore(String caller, long period) {
        CallerDemand demand = demands.get(caller);
        CallerDemand.Purse purse = demand == null ? null : demand.purse();
        return purse != null && purse.period() < period && purse.urgent() > 0;
    }

    Incarnation process() {
        return new Incarnation(name, since);
    }

    /**
     * Tells a process from an earlier one of the same name.
     *
     * @param since when it started, epoch milliseconds; 0 = it does not say
     */
    public record Incarnation(String name, long since) {
        /** The process that has written a report. */
        public static Incarnation of(String name, ReplicaReport report) {
            try {
                return new Incarnation(
                        name,
                        OffsetDateTime.parse(report.startedAt()).toInstant().toEpochMilli());
            } catch (DateTimeException e) {
                // Of a process that says nothing of its beginning there is only one.
                return new Incarnation(name, 0);
            }
        }
    }
}
