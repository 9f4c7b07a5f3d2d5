package io.ninerouter.operator.status;

import io.ninerouter.config.NotUnderstood;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The gateway replicas of one Router that are ready and have reported lately.
 *
 * @param live in order of name
 * @param reports what they say of each connection, by connection
 * @param cooldowns what each of them has learnt to leave alone, by its name
 * @param staleAt when the first of them counts as gone unless it reports again; null = none is live
 * @param silent pods that are ready, as their Deployment says, and have not reported
 */
public record Fleet(
        List<Replica> live,
        Map<String, List<ConnectionReport>> reports,
        Map<String, List<CooldownReport>> cooldowns,
        @Nullable Instant staleAt,
        int silent) {
    /** A replica reports at least every 10 s: after three missed reports and a little it counts as gone. */
    public static final Duration FRESH = Duration.ofSeconds(35);

    /** No replica. */
    public static final Fleet NONE = new Fleet(List.of(), Map.of(), Map.of(), null, 0);

    public Fleet {
        live = List.copyOf(live);
        reports = Map.copyOf(reports);
        cooldowns = Map.copyOf(cooldowns);
    }

    /**
     * A live replica.
     *
     * @param configSequence newest publication of the configuration that it has acknowledged; 0 = none that is remembered
     * @param credentialSequence the same of the credentials
     * @param rejected why it does not serve the current configuration; null = nothing is wrong with it
     * @param notUnderstood what of the publications that it has acknowledged it does not serve as they say
     */
    public record Replica(
            String name,
            long configSequence,
            long credentialSequence,
            @Nullable String rejected,
            List<NotUnderstood> notUnderstood) {
        public Replica {
            notUnderstood = List.copyOf(notUnderstood);
        }

        /** One that serves all that it has acknowledged. */
        public Replica(String name, long configSequence, long credentialSequence, @Nullable String rejected) {
            this(name, configSequence, credentialSequence, rejected, List.of());
        }

        /** Why it does not serve a part of the configuration although it has acknowledged it; null = it does serve it. */
        @Nullable
        String notServing(Object config) {
            return notUnderstood.stream()
                    .filter(one -> one.isAbout(config))
                    .map(NotUnderstood::reason)
                    .findFirst()
                    .orElse(null);
        }

        private boolean has(long config, long credentials) {
            return configSequence >= config && credentialSequence >= credentials;
        }
    }

    /** A report and who wrote it. */
    public record Reported(String name, ReplicaReport report) {}

    /** Reads reports of which nothing was heard before. */
    public static Fleet of(
            Collection<Reported> reported, RevisionHistory configs, RevisionHistory credentials, Instant now) {
        return of(reported, Heartbeats.NONE, configs, credentials, now);
    }

    /**
     * Reads the reports.
     *
     * @param heard these reports included
     */
    public static Fleet of(
            Collection<Reported> reported,
            Heartbeats heard,
            RevisionHistory configs,
            RevisionHistory credentials,
            Instant now) {
        List<Replica> live = new ArrayList<>();
        Map<String, List<ConnectionReport>> reports = new HashMap<>();
        Map<String, List<CooldownReport>> cooldowns = new HashMap<>();
        Instant staleAt = null;
        List<Reported> sorted =
                reported.stream().sorted(Comparator.comparing(Reported::name)).toList();
        for (Reported one : sorted) {
            Instant end = heard.until(one, now);
            if (!one.report().ready() || end == null) {
                continue;
            }
            live.add(replica(one, configs, credentials));
            cooldowns.put(one.name(), one.report().cooldowns());
            one.report()
                    .connections()
                    .forEach(report -> reports.computeIfAbsent(report.name(), name -> new ArrayList<>())
                            .add(report));
            staleAt = staleAt == null || end.isBefore(staleAt) ? end : staleAt;
        }
        return new Fleet(live, reports, cooldowns, staleAt, 0);
    }

    /** The same among at least so many ready pods: one that serves without reporting has acknowledged nothing. */
    public Fleet among(int readyPods) {
        return new Fleet(live, reports, cooldowns, staleAt, Math.max(0, readyPods - live.size()));
    }

    /** How many replicas are ready. */
    public int ready() {
        return live.size() + silent;
    }

    /** What the live replicas say of one connection. */
    public List<ConnectionReport> reportsOf(String connection) {
        return reports.getOrDefault(connection, List.of());
    }

    /** Whether one of the live replicas leaves something alone. */
    public boolean cools() {
        return cooldowns.values().stream().anyMatch(learnt -> !learnt.isEmpty());
    }

    /** How many of the live replicas have acknowledged the given publications. */
    public int acknowledged(long configSequence, long credentialSequence) {
        return (int) live.stream()
                .filter(replica -> replica.has(configSequence, credentialSequence))
                .count();
    }

    /** The same of those that serve a part of the configuration as it was published. */
    int serving(Tracked tracked) {
        Object config = tracked.fragment().config();
        return (int) live.stream()
                .filter(replica -> replica.has(tracked.configSequence(), tracked.credentialSequence()))
                .filter(replica -> replica.notServing(config) == null)
                .count();
    }

    /** Whether every ready replica serves whatever every replica of an earlier fleet had served. */
    public boolean keepsWhatIsServedBy(Fleet earlier) {
        return silent == 0
                && !live.isEmpty()
                && least(Replica::configSequence) >= earlier.least(Replica::configSequence)
                && least(Replica::credentialSequence) >= earlier.least(Replica::credentialSequence)
                && earlier.notUnderstood().containsAll(notUnderstood());
    }

    private Set<NotUnderstood> notUnderstood() {
        return live.stream()
                .flatMap(replica -> replica.notUnderstood().stream())
                .collect(Collectors.toSet());
    }

    private long least(ToLongFunction<Replica> sequence) {
        return live.stream().mapToLong(sequence).min().orElse(Long.MAX_VALUE);
    }

    /** Reads RFC 3339; null for what is none. */
    public static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Replica replica(Reported one, RevisionHistory configs, RevisionHistory credentials) {
        ReplicaReport report = one.report();
        String rejected = report.rejectedRevision();
        boolean rejectsCurrent = rejected != null && rejected.equals(configs.current());
        String reason = report.rejectedReason();
        return new Replica(
                one.name(),
                configs.acknowledged(report.configRevision()),
                credentials.acknowledged(report.credentialsRevision()),
                rejectsCurrent ? (reason == null ? "no reason given" : reason) : null,
                report.notUnderstood());
    }
}
