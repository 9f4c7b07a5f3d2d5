package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one Secret by name: one that is not there yet, an API server that is away and a refusal are waited for. A Secret
 * that is deleted says nothing: what it held goes on to count.
 */
final class SecretWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);

    private final String name;
    private final Consumer<Map<String, byte[]>> reader;
    private final SharedIndexInformer<Secret> informer;
    private volatile @Nullable String owner;

    private SecretWatch(
            KubernetesClient kubernetes, String namespace, String name, Consumer<Map<String, byte[]>> reader) {
        this.name = name;
        this.reader = reader;
        this.informer = kubernetes
                .secrets()
                .inNamespace(namespace)
                .withName(name)
                .runnableInformer(0)
                // Whatever goes wrong, go on trying: traffic is served meanwhile.
                .exceptionHandler((started, cause) -> {
                    LOG.warn("watch of Secret {}: {} (trying again)", name, cause.getMessage());
                    return true;
                });
    }

    /**
     * Begins; returns at once, whether or not the API server is there.
     *
     * @param reader gets the data, decoded, by key, at each change, one after the other; it does not throw
     */
    static SecretWatch start(
            KubernetesClient kubernetes, String namespace, String name, Consumer<Map<String, byte[]>> reader) {
        SecretWatch watch = new SecretWatch(kubernetes, namespace, name, reader);
        watch.start();
        return watch;
    }

    /** Uid of the object that the Secret belongs to, as last seen; null = none is known. */
    @Nullable
    String owner() {
        return owner;
    }

    @Override
    public void close() {
        informer.stop();
    }

    private static @Nullable String ownerUid(Secret secret) {
        return secret.getMetadata().getOwnerReferences().stream()
                .filter(one -> Boolean.TRUE.equals(one.getController()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse(null);
    }

    private void start() {
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Secret secret) {
                owner = ownerUid(secret);
                reader.accept(decoded(secret));
            }

            @Override
            public void onUpdate(Secret before, Secret secret) {
                owner = ownerUid(secret);
                reader.accept(decoded(secret));
            }

            @Override
            public void onDelete(Secret secret, boolean unknown) {
                LOG.warn("Secret {}: deleted (what it held goes on to count)", name);
            }
        });
        informer.start().exceptionally(cause -> {
            LOG.error("watch of Secret {} has ended: {}", name, cause.getMessage());
            return null;
        });
    }

    /** The values of a Secret. */
    static Map<String, byte[]> decoded(Secret secret) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        Map<String, String> encoded = secret.getData();
        if (encoded != null) {
            encoded.forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        return data;
    }
}
