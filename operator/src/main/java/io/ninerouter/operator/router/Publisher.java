package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.kube.Kube;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the three Secrets that gateways read, when they are not as they should be. */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** An API server takes a Secret of 1 MiB; some of it goes for metadata. */
    static final int MAX_SECRET_BYTES = 1_000_000;

    private final KubernetesClient client;
    private final ObjectCaches caches;

    Publisher(KubernetesClient client, ObjectCaches caches) {
        this.client = client;
        this.caches = caches;
    }

    /**
     * What now stands in the Secrets.
     *
     * @param credentialRevisions those that were current during the publication, in order
     * @param problem why nothing was written; null = all is well
     */
    record Publication(
            String configRevision,
            List<String> credentialRevisions,
            @Nullable Decision problem) {}

    /**
     * Publishes so that no gateway ever sees a connection without its credential: new credentials come before the
     * configuration, those that are not needed any more go after it.
     */
    Publication publish(Router router, Compilation compilation) {
        String configRevision = ConfigCodec.revision(compilation.config());
        Secret config = PublishedSecrets.config(router, compilation.config(), configRevision);
        Map<String, byte[]> wanted = PublishedSecrets.encode(compilation.credentials());
        Secret credentials = PublishedSecrets.credentials(router, wanted);
        Decision problem = problem(router, config, credentials, PublishedSecrets.signals(router, Signals.NONE));
        if (problem != null) {
            return new Publication(configRevision, List.of(), problem);
        }
        List<String> revisions = new ArrayList<>();
        Map<String, byte[]> both = new TreeMap<>(data(find(credentials)));
        both.putAll(wanted);
        if (both.size() > wanted.size()) {
            Secret union = PublishedSecrets.credentials(router, both);
            if (size(union) <= MAX_SECRET_BYTES) {
                write(union);
                revisions.add(ConfigCodec.credentialsRevision(both));
            }
        } else {
            write(credentials);
        }
        write(config);
        write(credentials);
        revisions.add(ConfigCodec.credentialsRevision(wanted));
        return new Publication(configRevision, revisions, null);
    }

    /** Publishes what all replicas should know of each other; nothing before there is something. */
    void publish(Router router, Signals signals) {
        Secret wanted = PublishedSecrets.signals(router, signals);
        if (find(wanted) != null || !signals.cooldowns().isEmpty()) {
            write(wanted);
        }
    }

    /** The signals that are published now, by this operator or an earlier one; what cannot be read is forgotten. */
    Signals signals(Router router) {
        String name = RouterSecrets.signalsName(router.getMetadata().getName());
        byte[] bytes = data(find(router, name)).get(RouterSecrets.SIGNALS_KEY);
        try {
            return bytes == null ? Signals.NONE : ConfigCodec.decodeSignals(bytes);
        } catch (IllegalArgumentException e) {
            LOG.warn("published signals not readable, writing them anew: router={} why={}", name, e.getMessage());
            return Signals.NONE;
        }
    }

    /** What an earlier operator published for the Router; null = nothing that can be read. */
    @Nullable
    PublishedBefore before(Router router) {
        String name = router.getMetadata().getName();
        Map<String, byte[]> config = data(find(router, RouterSecrets.configName(name)));
        Map<String, byte[]> credentials = data(find(router, RouterSecrets.credentialsName(name)));
        byte[] packed = config.get(RouterSecrets.CONFIG_KEY);
        if (packed == null) {
            return null;
        }
        try {
            GatewayConfig decoded = ConfigCodec.decode(packed);
            return new PublishedBefore(
                    decoded, ConfigCodec.revision(decoded), ConfigCodec.decodeCredentials(credentials));
        } catch (IllegalArgumentException e) {
            LOG.warn("published configuration not readable, writing it anew: router={} why={}", name, e.getMessage());
            return null;
        }
    }

    private @Nullable Decision problem(Router router, Secret... secrets) {
        for (Secret secret : secrets) {
            String name = secret.getMetadata().getName();
            Secret existing = find(secret);
            if (existing != null && !PublishedSecrets.isOurs(existing, router)) {
                return Decision.no(
                        Reason.CONFLICT,
                        "Secret " + router.getMetadata().getNamespace() + "/" + name
                                + " belongs to someone else (expected: a name that is free)");
            }
            if (size(secret) > MAX_SECRET_BYTES) {
                return Decision.no(
                        Reason.INVALID,
                        "Secret " + name + ": " + size(secret) + " bytes (expected: at most " + MAX_SECRET_BYTES
                                + "); what was published before goes on serving");
            }
        }
        return null;
    }

    private void write(Secret wanted) {
        if (!PublishedSecrets.isCurrent(find(wanted), wanted)) {
            caches.source(Secret.class)
                    .eventFilteringUpdateAndCacheResource(wanted, secret -> Kube.apply(client, secret));
        }
    }

    private static Map<String, byte[]> data(@Nullable Secret secret) {
        Map<String, byte[]> data = new TreeMap<>();
        if (secret != null && secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        return data;
    }

    private @Nullable Secret find(Router router, String name) {
        return caches.find(Secret.class, router.getMetadata().getNamespace(), name)
                .orElse(null);
    }

    private @Nullable Secret find(Secret secret) {
        return caches.find(
                        Secret.class,
                        secret.getMetadata().getNamespace(),
                        secret.getMetadata().getName())
                .orElse(null);
    }

    private static long size(Secret secret) {
        return secret.getData().values().stream()
                .mapToLong(value -> value.length() * 3L / 4)
                .sum();
    }
}
