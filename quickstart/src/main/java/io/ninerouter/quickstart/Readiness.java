package io.ninerouter.quickstart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits as {@code kubectl wait --for=condition=Ready} does. */
final class Readiness {
    private static final String GROUP = "ninerouter.io/";

    private Readiness() {}

    /**
     * Waits for every object of our own kinds.
     *
     * @param within for all of them together
     * @throws IllegalStateException when one is not Ready in time; the message says which and why
     */
    static void await(KubernetesClient client, List<HasMetadata> objects, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        for (HasMetadata object : objects) {
            if (object.getApiVersion().startsWith(GROUP)) {
                await(client, object, deadline - System.nanoTime());
            }
        }
    }

    private static void await(KubernetesClient client, HasMetadata object, long nanos) {
        var resource = client.genericKubernetesResources(object.getApiVersion(), object.getKind())
                .inNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName());
        try {
            resource.waitUntilCondition(
                    it -> "True".equals(ready(it, "status")), Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (KubernetesClientTimeoutException e) {
            String why = ready(resource.get(), "message");
            throw new IllegalStateException(
                    object.getKind() + " " + object.getMetadata().getName() + " is not Ready: "
                            + (why == null ? "nothing has looked at it yet" : why),
                    e);
        }
    }

    private static @Nullable String ready(@Nullable GenericKubernetesResource object, String field) {
        if (object == null || !(object.get("status", "conditions") instanceof List<?> conditions)) {
            return null;
        }
        for (Object each : conditions) {
            if (each instanceof Map<?, ?> condition && "Ready".equals(condition.get("type"))) {
                return String.valueOf(condition.get(field));
            }
        }
        return null;
    }
}
