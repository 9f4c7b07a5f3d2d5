package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.NewerFormatException;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.settings.UsagePace;
import io.ninerouter.operator.usage.BookCodec;
import io.ninerouter.operator.usage.Reporting;
import io.ninerouter.operator.usage.UsageBook;
import io.ninerouter.operator.usage.UsageFold;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the book of what each Router's replicas have used, beside the loop, while this operator leads: folds what they report,
 * every ten seconds, or as {@link UsagePace} says, tells the statuses, and deletes the reports of replicas that are gone once their figures are in
 * the book. Writes nothing at rest. Thread-safe.
 */
final class UsageKeeper {
    /** The first round comes after this part of the time between two. */
    private static final int FIRST_PART = 10;

    /** A book of more is written less often. */
    private static final int LARGE_BYTES = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(UsageKeeper.class);

    private final Surroundings surroundings;
    private final ReconcilerState state;
    private final Bounds bounds;
    private final Wakes wakes;
    private final UsageStatuses statuses;
    private final Map<ResourceID, Kept> kept = new HashMap<>();
    private final Map<ResourceID, Instant> missing = new HashMap<>();
    private final Map<ResourceID, String> unread = new HashMap<>();
    private @Nullable ScheduledExecutorService thread;

    UsageKeeper(Surroundings surroundings, ReconcilerState state, Bounds bounds, Wakes wakes) {
        this.surroundings = surroundings;
        this.state = state;
        this.bounds = bounds;
        this.wakes = wakes;
        this.statuses = new UsageStatuses(surroundings, state);
    }

    /** What this operator remembers of a Router between two rounds; its book is the one that it has read or written last. */
    private static final class Kept {
        private final UsageSecret secret;
        private final Vanished vanished = new Vanished();
        private UsageBook book;
        private Instant written = Instant.EPOCH;
        private int bytes;

        private Kept(UsageSecret secret, UsageBook book) {
            this.secret = secret;
            this.book = book;
        }
    }

    /** From now on this operator writes. */
    synchronized void lead() {
        if (thread == null) {
            ScheduledExecutorService next = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("operator-usage").factory());
            thread = next;
            long period = pace().round().toMillis();
            var _ = next.scheduleWithFixedDelay(this::round, period / FIRST_PART, period, TimeUnit.MILLISECONDS);
        }
    }

    /** From now on another operator writes. A write that is under way names the version that it was made from. */
    synchronized void resign() {
        ScheduledExecutorService running = thread;
        thread = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    private void round() {
        try {
            ObjectCaches caches = state.caches();
            if (!caches.complete()) {
                return;
            }
            List<Router> routers = caches.all(Router.class)
                    .filter(router -> router.getMetadata().getDeletionTimestamp() == null)
                    .toList();
            Set<ResourceID> existing =
                    routers.stream().map(ResourceID::fromResource).collect(Collectors.toSet());
            kept.keySet().retainAll(existing);
            unread.keySet().retainAll(existing);
            routers.forEach(this::round);
        } catch (RuntimeException e) {
            // Whatever it is: without the next round nothing would be counted any more.
            LOG.warn("usage is not counted, trying again in {}", pace().round(), e);
        }
    }

    private void round(Router router) {
        ResourceID id = ResourceID.fromResource(router);
        try {
            Kept mine = kept.get(id);
            if (mine == null || !mine.secret.isOf(router)) {
                mine = read(router);
                if (mine == null) {
                    return;
                }
                kept.put(id, mine);
            }
            unread.remove(id);
            round(router, mine);
        } catch (KubernetesClientException e) {
            // Somebody else has written, or nobody knows: what stands there is read before anything else is written.
            kept.remove(id);
            LOG.info("usage is read anew: router={} why={}", id, e.getMessage());
        } catch (IllegalArgumentException e) {
            kept.remove(id);
            String why = String.valueOf(e.getMessage());
            if (!why.equals(unread.put(id, why))) {
                tell(router, e instanceof NewerFormatException ? Reason.NEWER_RELEASE : Reason.INVALID, why);
            }
        }
    }

    /** Requests are served all the same; only what they use is told nowhere, until the Secret is deleted or read by its own release. */
    private void tell(Router router, Reason reason, String why) {
        String secret = router.getMetadata().getNamespace() + "/"
                + RouterSecrets.usageName(router.getMetadata().getName());
        LOG.error("usage is not counted: secret={} why={} (what stands there is not replaced)", secret, why);
        surroundings
                .writing()
                .announcer()
                .announceTrouble(
                        router,
                        reason,
                        "usage is not counted: Secret " + secret + ": " + why
                                + "; run the operator that wrote it, or delete the Secret to count from zero");
    }

    /** Null = not now. From the API server, not from caches that may lag behind each other: the book first, so that no report is older. */
    private @Nullable Kept read(Router router) {
        ResourceID id = ResourceID.fromResource(router);
        UsageSecret secret = UsageSecret.read(surroundings.client(), router);
        UsageBook written = secret.book();
        List<GatewayReplica> replicas = surroundings
                .client()
                .resources(GatewayReplica.class)
                .inNamespace(router.getMetadata().getNamespace())
                .list()
                .getItems();
        Instant now = surroundings.clock().instant();
        List<Reporting> reporting = Replicas.of(router, replicas.stream(), now);
        UsageBook book = UsageFold.recover(written, reporting, now);
        Kept read = new Kept(secret, written);
        read.vanished.remember(reporting, now);
        if (book.equals(written)) {
            missing.remove(id);
        } else {
            // A replica that lives writes its report again in a moment.
            Instant since = missing.computeIfAbsent(id, _ -> now);
            if (Duration.between(since, now).compareTo(Vanished.PATIENCE) < 0) {
                return null;
            }
            missing.remove(id);
            LOG.warn("reports are gone before they were told, what was told of them stays: router={}", id);
            write(read, book, now);
        }
        return read;
    }

    private void round(Router router, Kept mine) {
        ObjectCaches caches = state.caches();
        Instant now = surroundings.clock().instant();
        List<GatewayReplica> replicas = caches.in(
                        GatewayReplica.class, router.getMetadata().getNamespace())
                .toList();
        Collection<Reporting> reporting = mine.vanished.with(
                Replicas.of(router, replicas.stream(), now), mine.book.settled().keySet(), now);
        UsageBook next = UsageFold.fold(mine.book, reporting, objects(caches, router), now);
        if (!next.equals(mine.book) && (isDue(mine, now) || settles(next, mine.book))) {
            write(mine, next, now);
        }
        Set<String> over = new HashSet<>(UsageFold.done(mine.book, reporting));
        over.addAll(Replicas.idle(router, replicas.stream()));
        delete(router, replicas, over);
        statuses.write(router, mine.book, now);
    }

    private boolean isDue(Kept mine, Instant now) {
        return mine.bytes < LARGE_BYTES || Duration.between(mine.written, now).compareTo(pace().large()) >= 0;
    }

    private UsagePace pace() {
        return surroundings.settings().usage();
    }

    private static boolean settles(UsageBook next, UsageBook book) {
        return !next.settled().keySet().equals(book.settled().keySet());
    }

    private static void write(Kept mine, UsageBook next, Instant now) {
        BookCodec.Encoded encoded = BookCodec.encode(next);
        mine.secret.write(encoded.data());
        mine.book = encoded.book();
        mine.written = now;
        mine.bytes =
                encoded.data().values().stream().mapToInt(bytes -> bytes.length).sum();
    }

    /**
     * Not one of which the budgets are not told yet; nor one that has changed since it was read: its pod has begun again, and
     * goes on with the figures.
     */
    private void delete(Router router, List<GatewayReplica> replicas, Set<String> names) {
        ResourceID id = ResourceID.fromResource(router);
        for (GatewayReplica replica : replicas) {
            boolean over = names.contains(replica.getMetadata().getName());
            if (over && !bounds.tells(id, replica)) {
                wakes.now(id);
            } else if (over) {
                try {
                    surroundings
                            .client()
                            .resource(replica)
                            .lockResourceVersion(replica.getMetadata().getResourceVersion())
                            .delete();
                } catch (KubernetesClientException e) {
                    if (e.getCode() != Kube.CONFLICT && e.getCode() != Kube.NOT_FOUND) {
                        throw e;
                    }
                }
            }
        }
    }

    private static UsageFold.Objects objects(ObjectCaches caches, Router router) {
        String namespace = router.getMetadata().getNamespace();
        return new UsageFold.Objects() {
            @Override
            public @Nullable String key(String caller) {
                int slash = caller.indexOf('/');
                return slash < 0
                        ? null
                        : caches.find(ApiKey.class, caller.substring(0, slash), caller.substring(slash + 1))
                                .map(key -> key.getMetadata().getUid())
                                .orElse(null);
            }

            @Override
            public @Nullable String connection(String name) {
                return caches.find(ProviderConnection.class, namespace, name)
                        .map(one -> one.getMetadata().getUid())
                        .orElse(null);
            }
        };
    }
}
