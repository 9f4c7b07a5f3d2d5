package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the two Secrets of its Router, by name, and puts each good state in use at once. Goes on with what it has while
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
    private final List<SharedIndexInformer<Secret>> informers = new CopyOnWriteArrayList<>();

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
        watch(RouterSecrets.configName(identity.router()), state::config);
        watch(RouterSecrets.credentialsName(identity.router()), state::credentials);
    }

    /** What could not be read and is not served; null when all could. */
    ConfigState.@Nullable Rejection rejection() {
        synchronized (state) {
            return state.rejection();
        }
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }

    private void watch(String name, Function<Map<String, byte[]>, @Nullable Snapshot> reader) {
        SharedIndexInformer<Secret> informer = kubernetes
                .secrets()
                .inNamespace(identity.namespace())
                .withName(name)
                .runnableInformer(0)
                // Whatever goes wrong, go on trying: traffic is served meanwhile.
                .exceptionHandler((started, cause) -> {
                    LOG.warn("watch of Secret {}: {} (trying again)", name, cause.getMessage());
                    return true;
                });
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Secret secret) {
                read(name, secret, reader);
            }

            @Override
            public void onUpdate(Secret before, Secret secret) {
                read(name, secret, reader);
            }

            @Override
            public void onDelete(Secret secret, boolean unknown) {
                LOG.warn("Secret {}: deleted (serving what it held)", name);
            }
        });
        informers.add(informer);
        informer.start().exceptionally(cause -> {
            LOG.error("watch of Secret {} has ended: {}", name, cause.getMessage());
            return null;
        });
    }

    private void read(String name, Secret secret, Function<Map<String, byte[]>, @Nullable Snapshot> reader) {
        Map<String, byte[]> data = decoded(secret);
        synchronized (state) {
            ConfigState.Rejection before = state.rejection();
            Snapshot next = reader.apply(data);
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

    private static Map<String, byte[]> decoded(Secret secret) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        Map<String, String> encoded = secret.getData();
        if (encoded != null) {
            encoded.forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        return data;
    }
}
