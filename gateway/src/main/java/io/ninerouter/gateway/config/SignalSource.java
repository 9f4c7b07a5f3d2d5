package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.config.Allotments;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.Signals;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches what other replicas have learnt. Without it every replica goes by what it finds out itself. Thread-safe. */
final class SignalSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalSource.class);

    private final KubernetesClient kubernetes;
    private final ReplicaIdentity identity;
    private final Consumer<Signals> heard;
    private final Consumer<Allotments> allotted;
    private volatile @Nullable SecretWatch watch;

    /**
     * Prepares.
     *
     * @param heard told of the signals of other replicas, at each change
     * @param allotted told how limits are parted, at each change
     */
    SignalSource(
            KubernetesClient kubernetes,
            ReplicaIdentity identity,
            Consumer<Signals> heard,
            Consumer<Allotments> allotted) {
        this.kubernetes = kubernetes;
        this.identity = identity;
        this.heard = heard;
        this.allotted = allotted;
    }

    /** Begins; returns at once, whether or not the API server is there. */
    void start() {
        watch = SecretWatch.start(
                kubernetes, identity.namespace(), RouterSecrets.signalsName(identity.router()), this::read);
    }

    @Override
    public void close() {
        SecretWatch started = watch;
        if (started != null) {
            started.close();
        }
    }

    private void read(Map<String, byte[]> data) {
        readAllotments(data);
        byte[] bytes = data.get(RouterSecrets.SIGNALS_KEY);
        if (bytes == null) {
            LOG.warn("signals: key {} missing (expected: a document); those before count", RouterSecrets.SIGNALS_KEY);
            return;
        }
        try {
            heard.accept(ConfigCodec.decodeSignals(bytes).notBy(identity.replica()));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}; those before count", e.getMessage());
        }
    }

    private void readAllotments(Map<String, byte[]> data) {
        byte[] bytes = data.get(RouterSecrets.ALLOTMENTS_KEY);
        try {
            allotted.accept(bytes == null ? Allotments.NONE : ConfigCodec.decodeAllotments(bytes));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}; those before count", e.getMessage());
        }
    }
}
