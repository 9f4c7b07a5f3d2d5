package io.ninerouter.operator.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.workload.Drift;
import io.ninerouter.operator.workload.OptionalKind;
import io.ninerouter.operator.workload.Ownership;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of writes for one Router. Not thread-safe. */
final class Placement {
    private static final Logger LOG = LoggerFactory.getLogger(Placement.class);
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final DeployedObjects deployed;
    private final String router;
    private final Memory memory;
    private final Instant now;
    private @Nullable Decision blocked;
    private @Nullable KubernetesClientException failure;

    Placement(KubernetesClient client, DeployedObjects deployed, String router, Memory memory, Instant now) {
        this.client = client;
        this.deployed = deployed;
        this.router = router;
        this.memory = memory;
        this.now = now;
    }

    /** What is remembered of one Router's objects; all of it can be lost. One thread at a time. */
    static final class Memory {
        private final Map<String, String> settled = new HashMap<>();
        private final Map<String, Refusal> refusals = new HashMap<>();
    }

    private record Refusal(String asked, Decision why, Instant until) {}

    /** Kind and name. */
    static String key(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    /** Why something could not be made that only an edit or somebody else can change; null = nothing. */
    @Nullable
    Decision blocked() {
        return blocked;
    }

    /** What went wrong and may go well the next time; null = nothing. */
    @Nullable
    KubernetesClientException failure() {
        return failure;
    }

    /** Writes an object unless it stands already. */
    void place(HasMetadata desired) {
        Refusal refusal = memory.refusals.get(key(desired));
        if (refusal != null && refusal.asked().equals(asked(desired)) && now.isBefore(refusal.until())) {
            block(desired, refusal.why());
            return;
        }
        memory.refusals.remove(key(desired));
        try {
            HasMetadata live = find(desired);
            if (live == null) {
                LOG.info("making {}", key(desired));
                settle(desired, deployed.write(desired, object -> Kube.applyNew(client, object)));
            } else if (!Ownership.isOurs(live, router)) {
                refuse(
                        desired,
                        Decision.no(
                                Reason.CONFLICT,
                                key(desired) + " belongs to someone else (expected: a name that is free)"));
            } else if (live.getMetadata().getDeletionTimestamp() == null && !isSettled(live, desired)) {
                LOG.info("setting right {}", key(desired));
                handOver(live, desired);
                settle(desired, deployed.write(desired, object -> Kube.apply(client, object)));
            }
        } catch (KubernetesClientException e) {
            failed(desired, e);
        }
    }

    /** Deletes an object, unless it has changed since it was read. */
    void remove(HasMetadata live) {
        try {
            client.resource(live)
                    .lockResourceVersion(live.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException e) {
            failed(live, e);
        }
    }

    /** One that is not in the cache may be somebody else's, or ours without its labels: then it is asked for. */
    private @Nullable HasMetadata find(HasMetadata desired) {
        HasMetadata cached = deployed.find(desired).orElse(null);
        return cached == null ? client.resource(desired).get() : cached;
    }

    /** An API server that writes a value in its own way, so that it never compares equal, is not asked over and over. */
    private boolean isSettled(HasMetadata live, HasMetadata desired) {
        return Drift.isSettled(live, desired)
                || Objects.equals(memory.settled.get(key(desired)), asked(desired) + Drift.fingerprint(live));
    }

    private void settle(HasMetadata desired, HasMetadata written) {
        memory.settled.put(key(desired), asked(desired) + Drift.fingerprint(written));
    }

    /**
     * A field that its only manager lets go of falls back to its default: one pod. Somebody else must have it before: then it
     * stays as it is until the autoscaler changes it.
     */
    private void handOver(HasMetadata live, HasMetadata desired) {
        if (live instanceof Deployment before
                && desired instanceof Deployment after
                && after.getSpec().getReplicas() == null
                && before.getSpec().getReplicas() != null
                && Kube.applies(before, "f:spec", "f:replicas")) {
            Kube.applyScale(client, before);
        }
    }

    private void failed(HasMetadata object, KubernetesClientException e) {
        LOG.warn("not written: {} status={} {}", key(object), e.getCode(), e.getMessage());
        switch (e.getCode()) {
            case BAD_REQUEST, UNPROCESSABLE -> refuse(object, Decision.no(Reason.INVALID, message(object, e)));
            case FORBIDDEN -> refuse(object, Decision.no(Reason.NOT_ALLOWED, message(object, e)));
            default -> failure = failure == null ? e : failure;
        }
    }

    private static String message(HasMetadata object, KubernetesClientException e) {
        String told = e.getStatus() == null ? null : e.getStatus().getMessage();
        return key(object) + ": " + Objects.requireNonNullElse(told, "refused (" + e.getCode() + ")");
    }

    private void refuse(HasMetadata desired, Decision why) {
        memory.refusals.put(key(desired), new Refusal(asked(desired), why, now.plus(Deployer.PATIENCE)));
        block(desired, why);
    }

    /** Without a monitor the gateway serves as well. */
    private void block(HasMetadata desired, Decision why) {
        if (blocked == null && !desired.getKind().equals(OptionalKind.POD_MONITOR.kind())) {
            blocked = why;
        }
    }

    private static String asked(HasMetadata desired) {
        Map<String, String> annotations = desired.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Drift.APPLIED, "");
    }
}
