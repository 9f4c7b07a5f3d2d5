package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the configuration and the credentials of its Router, by name, and puts each good state in use at once. Goes on with what it has while
 * the API server is away, or when a Secret is deleted. Thread-safe.
 */
public final class ConfigSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigSource.class);

    private final KubernetesClient kubernetes;
    private final ReplicaIdentity identity;
    private final SnapshotHolder holder;
    private final Consumer<Snapshot> used;
    private final Runnable rejected;
    private final ConfigState state = new ConfigState();
    private final List<DocumentWatch> watches = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("config-parts").factory());

    /**
     * @param used told of each snapshot after it was put in use
     * @param rejected told when {@link #rejection} has changed without a new snapshot
     */
    public ConfigSource(
            KubernetesClient kubernetes,
            ReplicaIdentity identity,
            SnapshotHolder holder,
            Consumer<Snapshot> used,
            Runnable rejected) {
        this.kubernetes = kubernetes;
        this.identity = identity;
        this.holder = holder;
        this.used = used;
        this.rejected = rejected;
    }

    /** Begins to watch; returns at once, whether or not the API server is there. */
    public void start() {
        watch(configName(), state::config);
        watch(RouterSecrets.credentialsName(identity.router()), state::credentials);
    }

    /** What could not be read and is not served; null when all could. */
    ConfigState.@Nullable Rejection rejection() {
        synchronized (state) {
            return state.rejection();
        }
    }

    /** Uid of the Router; null = not known yet. */
    @Nullable
    String routerUid() {
        return watches.stream()
                .map(DocumentWatch::owner)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        watches.forEach(DocumentWatch::close);
        retries.shutdownNow();
    }

    private String configName() {
        return RouterSecrets.configName(identity.router());
    }

    private void watch(String name, Function<Map<String, byte[]>, @Nullable Snapshot> reader) {
        watches.add(DocumentWatch.start(
                kubernetes,
                identity.namespace(),
                name,
                new DocumentWatch.Reader() {
                    @Override
                    public void read(Map<String, byte[]> data) {
                        ConfigSource.this.read(name, () -> reader.apply(data));
                    }

                    @Override
                    public void unreadable(Map<String, byte[]> data, String why) {
                        ConfigSource.this.read(name, () -> state.unreadable(name.equals(configName()), data, why));
                    }
                },
                retries));
    }

    private void read(String name, Supplier<@Nullable Snapshot> reader) {
        synchronized (state) {
            ConfigState.Rejection before = state.rejection();
            Snapshot next = reader.get();
            if (next != null) {
                holder.swap(next);
                used.accept(next);
                next.problems().forEach(problem -> LOG.warn("configuration {}: {}", next.configRevision(), problem));
                LOG.info(
                        "serving configuration {} with credentials {}",
                        next.configRevision(),
                        next.credentialsRevision());
            }
            ConfigState.Rejection after = state.rejection();
            if (after != null && !after.equals(before)) {
                LOG.error("Secret {}: revision {} is not served: {}", name, after.revision(), after.reason());
            }
            if (next == null && !Objects.equals(before, after)) {
                rejected.run();
            }
        }
    }
}
