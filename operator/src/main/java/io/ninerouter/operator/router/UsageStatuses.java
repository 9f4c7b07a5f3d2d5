package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.UsageTotals;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.settings.UsagePace;
import io.ninerouter.operator.usage.UsageBook;
import io.ninerouter.operator.usage.UsageTold;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the statuses what the book says: each object at most once a minute, or as {@link UsagePace} says, and so many in one round, those that have waited
 * longest first. Nothing is written that stands already. Used by one thread.
 */
final class UsageStatuses {
    static final int MOST_A_ROUND = 300;
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(UsageStatuses.class);

    private final Surroundings surroundings;
    private final ReconcilerState state;
    private final Map<String, Instant> written = new HashMap<>();

    UsageStatuses(Surroundings surroundings, ReconcilerState state) {
        this.surroundings = surroundings;
        this.state = state;
    }

    /** What a status is to say. */
    private record Due(HasMetadata object, Map<String, Object> status) {
        String name() {
            return object.getMetadata().getUid();
        }
    }

    void write(Router router, UsageBook book, Instant now) {
        written.values().removeIf(at -> Duration.between(at, now).compareTo(REMEMBERED) >= 0);
        Duration spacing = surroundings.settings().usage().status();
        List<Due> due = Stream.of(keys(router, book), connections(router, book), router(router, book))
                .flatMap(each -> each)
                .filter(one -> Duration.between(last(one), now).compareTo(spacing) >= 0)
                .sorted(Comparator.comparing(this::last))
                .limit(MOST_A_ROUND)
                .toList();
        due.forEach(one -> {
            apply(one);
            written.put(one.name(), now);
        });
    }

    private Instant last(Due due) {
        return written.getOrDefault(due.name(), Instant.EPOCH);
    }

    private Stream<Due> keys(Router router, UsageBook book) {
        return book.callers().entrySet().stream()
                .map(entry -> {
                    int slash = entry.getKey().indexOf('/');
                    UsageBook.Account account = entry.getValue();
                    if (slash < 0 || account.uid() == null) {
                        return null;
                    }
                    String namespace = entry.getKey().substring(0, slash);
                    String name = entry.getKey().substring(slash + 1);
                    ApiKey key = attached(ApiKey.class, Kind.KEY, router, namespace, name);
                    UsageTotals totals = UsageTotals.of(account.seen());
                    ApiKey.Status status = key == null ? null : key.getStatus();
                    boolean tells = key != null
                            && account.uid().equals(key.getMetadata().getUid())
                            && (status == null
                                    || !totals.equals(status.usage())
                                    || !Objects.equals(account.lastUsedAt(), status.lastUsedAt()));
                    return key == null || !tells ? null : new Due(key, fields(totals, account.lastUsedAt()));
                })
                .filter(Objects::nonNull);
    }

    private static Map<String, Object> fields(UsageTotals totals, @Nullable String lastUsedAt) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("usage", totals);
        if (lastUsedAt != null) {
            fields.put("lastUsedAt", lastUsedAt);
        }
        return fields;
    }

    private Stream<Due> connections(Router router, UsageBook book) {
        String namespace = router.getMetadata().getNamespace();
        return UsageTold.byConnection(book).entrySet().stream()
                .map(entry -> {
                    ProviderConnection connection =
                            attached(ProviderConnection.class, Kind.CONNECTION, router, namespace, entry.getKey());
                    UsageTotals totals = UsageTotals.of(entry.getValue());
                    return connection == null
                                    || (connection.getStatus() != null
                                            && totals.equals(
                                                    connection.getStatus().usage()))
                            ? null
                            : new Due(connection, Map.of("usage", totals));
                })
                .filter(Objects::nonNull);
    }

    private Stream<Due> router(Router read, UsageBook book) {
        UsageFigures total = book.total().seen();
        if (total.equals(UsageFigures.NONE)) {
            return Stream.empty();
        }
        UsageBook.@Nullable Bucket last =
                book.days().isEmpty() ? null : book.days().getLast();
        Router.Usage usage = new Router.Usage(
                UsageTotals.of(total),
                last == null ? null : last.start().substring(0, 10),
                last == null ? null : UsageTotals.of(last.total()));
        Router.Status status = read.getStatus();
        return status != null && usage.equals(status.usage())
                ? Stream.empty()
                : Stream.of(new Due(read, Map.of("usage", usage)));
    }

    /** An object that this Router serves; an ApiKey that has moved to another Router is told by that one. */
    private <T extends CustomResource<?, ?>> @Nullable T attached(
            Class<T> type, Kind kind, Router router, String namespace, String name) {
        boolean served =
                state.of(ResourceID.fromResource(router)).tracker().find(new ObjectRef(kind, namespace, name)) != null;
        return served ? state.caches().find(type, namespace, name).orElse(null) : null;
    }

    private void apply(Due due) {
        GenericKubernetesResource patch = new GenericKubernetesResource();
        patch.setApiVersion(due.object().getApiVersion());
        patch.setKind(due.object().getKind());
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(due.object().getMetadata().getNamespace())
                .withName(due.object().getMetadata().getName())
                .build());
        patch.setAdditionalProperty("status", due.status());
        try {
            Kube.applyUsage(surroundings.client(), patch);
        } catch (KubernetesClientException e) {
            // Deleted since it was read: there is nobody to tell. Else it is tried again, and the others are told
            // meanwhile.
            if (e.getCode() != Kube.NOT_FOUND) {
                LOG.warn(
                        "usage not told, trying again: kind={} object={}/{} why={}",
                        due.object().getKind(),
                        due.object().getMetadata().getNamespace(),
                        due.object().getMetadata().getName(),
                        e.getMessage());
            }
        }
    }
}
