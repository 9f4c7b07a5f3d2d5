package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Allotments;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.Credential;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.kube.Kube;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Secrets that gateways read, as they should be. Pure. */
final class PublishedSecrets {
    private PublishedSecrets() {}

    /** What all replicas should know of each other, and how they part what callers may do. */
    static Secret signals(Router router, Signals signals, Allotments allotments) {
        Map<String, byte[]> data = new TreeMap<>(Map.of(RouterSecrets.SIGNALS_KEY, ConfigCodec.encode(signals)));
        if (!allotments.equals(Allotments.NONE)) {
            data.put(RouterSecrets.ALLOTMENTS_KEY, ConfigCodec.encode(allotments));
        }
        return secret(router, RouterSecrets.signalsName(router.getMetadata().getName()), data);
    }

    /** Credentials as the Secret holds them. */
    static Map<String, byte[]> encode(Map<String, Credential> credentials) {
        Map<String, byte[]> data = new TreeMap<>();
        credentials.forEach((name, credential) -> data.put(name, ConfigCodec.encode(credential)));
        return data;
    }

    /** Whether a Secret that exists belongs to the Router, or to an earlier one of its name. */
    static boolean isOurs(Secret existing, Router router) {
        Map<String, String> labels = existing.getMetadata().getLabels();
        return labels != null
                && router.getMetadata().getName().equals(labels.get(RouterSecrets.ROUTER_LABEL))
                && Kube.MANAGER.equals(labels.get(Kube.MANAGED_BY));
    }

    /** Whether a Secret that exists is as it should be. */
    static boolean isCurrent(@Nullable Secret existing, Secret wanted) {
        return existing != null
                && Objects.equals(Objects.requireNonNullElse(existing.getData(), Map.of()), wanted.getData())
                && Objects.equals(Kube.ownerUid(existing), Kube.ownerUid(wanted));
    }

    /** A Secret of a Router. */
    static Secret secret(Router router, String name, Map<String, byte[]> data) {
        return new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(router.getMetadata().getNamespace())
                        .withName(name)
                        .withLabels(Map.of(
                                Kube.MANAGED_BY,
                                Kube.MANAGER,
                                RouterSecrets.ROUTER_LABEL,
                                router.getMetadata().getName()))
                        .withOwnerReferences(Kube.owner(router))
                        .build())
                .withType("Opaque")
                .withData(Kube.encodedBytes(data))
                .build();
    }
}
