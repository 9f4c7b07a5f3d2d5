package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.Listed;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Question;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.discover.AskSchedule.Sort;
import io.ninerouter.operator.discover.AskSchedule.Subject;
import io.ninerouter.operator.discover.AskSchedule.Wanted;
import io.ninerouter.operator.discover.Known;
import io.ninerouter.operator.discover.ListsCodec;
import io.ninerouter.operator.discover.live.Asker;
import io.ninerouter.operator.status.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What providers are asked about accounts, as the loop deals with it: it says what is to be asked, compiles what is known, and
 * is woken by news. Lists outlive the operator in a Secret of the Router that is written when one has changed.
 */
final class ConnectionAsks {
    static final Duration LISTS = Duration.ofHours(1);
    static final Duration QUOTAS_AT_REST = Duration.ofHours(1);

    /** While an account has traffic. */
    static final Duration QUOTAS = Duration.ofMinutes(10);

    private static final Duration THOROUGH = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionAsks.class);

    private final Surroundings surroundings;
    private final Asker asker;
    private final Set<ResourceID> recalled = ConcurrentHashMap.newKeySet();
    private final Map<ResourceID, Map<String, Listed>> written = new ConcurrentHashMap<>();
    private final Map<ResourceID, Planned> planned = new ConcurrentHashMap<>();
    private final SimpleInboundEventSource<Router> news = new SimpleInboundEventSource<>("ConnectionAsks");

    ConnectionAsks(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.asker = surroundings.beside().asker();
    }

    /** What the framework runs for them. */
    EventSource<?, Router> eventSource() {
        asker.wakes(router -> news.propagateEvent(new ResourceID(router.name(), router.namespace())));
        return news;
    }

    /** From now on this operator asks. */
    void lead() {
        recalled.clear();
        written.clear();
        planned.clear();
        asker.lead();
    }

    /** From now on another operator writes, and asks. */
    void resign() {
        recalled.clear();
        written.clear();
        planned.clear();
        asker.resign();
    }

    void retain(Set<ResourceID> existing, Set<ObjectRef> routers) {
        recalled.retainAll(existing);
        written.keySet().retainAll(existing);
        planned.keySet().retainAll(existing);
        asker.retain(routers);
    }

    /** The inputs with what is known of models by now; what an earlier operator knew is read before the first of them. */
    Inputs complete(ResourceID router, Inputs inputs, ObjectCaches caches) {
        if (recalled.add(router)) {
            Map<String, Listed> before = read(router, caches);
            asker.recall(ConnectionWork.ref(router), before);
            written.put(router, before);
        }
        return inputs.with(asker.known(ConnectionWork.ref(router)).lists());
    }

    /** Has questions put about the connections of a Router, and keeps what is known; what is known by now. */
    Known.OfRouter plan(
            Router router,
            Compilation compilation,
            RouterMemory memory,
            Fleet fleet,
            @Nullable Documents documents,
            Instant now) {
        ResourceID id = ResourceID.fromResource(router);
        Known.OfRouter known = asker.known(ConnectionWork.ref(id));
        Planned last = planned.get(id);
        Planned next = new Planned(
                memory.compiled(compilation), fleet.reports(), known, documents != null, now.plus(THOROUGH));
        if (last != null && last.standsFor(next, now)) {
            planned.put(id, next.until(last.until()));
            return known;
        }
        Map<Subject, Wanted> wanted = new HashMap<>();
        if (surroundings.settings().probes()) {
            compilation.connections().forEach((ref, verdict) -> {
                if (verdict.detail() instanceof Verdict.OfConnection connection) {
                    want(ref, connection, known, fleet, now, wanted);
                }
            });
        }
        asker.plan(ConnectionWork.ref(id), wanted);
        if (documents != null) {
            keep(router, id, asker.known(ConnectionWork.ref(id)).lists(), documents);
        }
        // Without what an earlier account of a connection had used.
        Known.OfRouter left = asker.known(ConnectionWork.ref(id));
        planned.put(id, next.with(left));
        return left;
    }

    /**
     * Of what the questions were last made: of the same the same come, and thousands need not be made again.
     *
     * @param compiled what was said of the connections; null = not known how the next differs from it
     * @param reports what replicas said of them
     * @param known what was known of them afterwards
     * @param kept whether that was written, if it was to be
     * @param until when they are made again all the same: an account that had traffic has none any more
     */
    private record Planned(
            @Nullable Compiled compiled,
            Map<String, List<ConnectionReport>> reports,
            Known.OfRouter known,
            boolean kept,
            Instant until) {
        Planned {
            reports = Map.copyOf(reports);
        }

        boolean standsFor(Planned next, Instant now) {
            Set<ObjectRef> changed =
                    compiled == null || next.compiled == null ? null : next.compiled.changedSince(compiled);
            return changed != null
                    && changed.stream().noneMatch(ref -> ref.kind() == Kind.CONNECTION)
                    && reports.equals(next.reports)
                    && known.equals(next.known)
                    && (kept || !next.kept)
                    && now.isBefore(until);
        }

        Planned until(Instant moment) {
            return new Planned(compiled, reports, known, kept, moment);
        }

        Planned with(Known.OfRouter left) {
            return new Planned(compiled, reports, left, kept, until);
        }
    }

    private static void want(
            ObjectRef ref,
            Verdict.OfConnection connection,
            Known.OfRouter known,
            Fleet fleet,
            Instant now,
            Map<Subject, Wanted> wanted) {
        Question models = connection.asking().models();
        if (models != null) {
            Listed listed = known.lists().get(ref.name());
            boolean answered =
                    listed != null && listed.at() != null && listed.source().equals(models.source());
            wanted.put(new Subject(ref, Sort.MODELS), new Wanted(models, LISTS, answered));
        }
        Question quotas = connection.asking().quotas();
        if (quotas != null) {
            boolean busy = fleet.reportsOf(ref.name()).stream().anyMatch(report -> isRecent(report, now));
            wanted.put(new Subject(ref, Sort.QUOTAS), new Wanted(quotas, busy ? QUOTAS : QUOTAS_AT_REST, false));
        }
    }

    private static boolean isRecent(ConnectionReport report, Instant now) {
        Instant success = Fleet.time(report.lastSuccessAt());
        Instant error = Fleet.time(report.lastErrorAt());
        Instant since = now.minus(QUOTAS);
        return (success != null && success.isAfter(since)) || (error != null && error.isAfter(since));
    }

    /** Trouble is not kept: who comes later asks anew. */
    private void keep(Router router, ResourceID id, Map<String, Listed> lists, Documents documents) {
        Map<String, Listed> good = new HashMap<>();
        lists.forEach((name, listed) -> {
            if (listed.at() != null) {
                good.put(name, listed.with(null));
            }
        });
        String name = RouterSecrets.modelsName(id.getName());
        if (good.equals(written.get(id)) || documents.foreign(Set.of(name)) != null) {
            return;
        }
        try {
            documents.write(
                    PublishedSecrets.secret(router, name, Map.of(RouterSecrets.MODELS_KEY, ListsCodec.encode(good))));
        } catch (KubernetesClientException e) {
            // Only the next leader would miss them: no reason to keep statuses and signals back.
            LOG.warn("lists of models are not kept: router={} why={}", id, e.getMessage());
        }
        // Either way not tried again before there is something else to keep.
        written.put(id, good);
    }

    private static Map<String, Listed> read(ResourceID router, ObjectCaches caches) {
        Secret found = caches.find(
                        Secret.class, router.getNamespace().orElse(""), RouterSecrets.modelsName(router.getName()))
                .orElse(null);
        byte @Nullable [] packed = Documents.data(found).get(RouterSecrets.MODELS_KEY);
        try {
            return packed == null ? Map.of() : ListsCodec.decode(packed);
        } catch (IllegalArgumentException e) {
            LOG.warn("lists of models are asked for anew: router={} why={}", router, e.getMessage());
            return Map.of();
        }
    }
}
