package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.Decision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of one Router stand.
 *
 * @param done whether all of them are of the Router's present generation, and if not, why
 * @param readyPods how many are ready
 */
public record Rollout(Decision done, int readyPods) {
    /** Nothing to wait for: the gateways run elsewhere. */
    public static final Rollout ELSEWHERE =
            new Rollout(Decision.yes(Reason.PROGRAMMED, "the gateways run elsewhere"), 0);

    /** Something stands in the way that only an edit or somebody else can change. */
    public static Rollout blocked(Decision why, int readyPods) {
        return new Rollout(why, readyPods);
    }

    /** Reads a Deployment; null = it is not there yet. */
    public static Rollout of(@Nullable Deployment deployment) {
        DeploymentStatus status = deployment == null ? null : deployment.getStatus();
        if (deployment == null || status == null) {
            return going("the gateway pods are being made", 0);
        }
        int ready = count(status.getReadyReplicas());
        String failure = failure(status);
        if (failure != null) {
            return new Rollout(Decision.no(Reason.ROLLOUT_FAILED, failure), ready);
        }
        long generation = Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L);
        if (Objects.requireNonNullElse(status.getObservedGeneration(), 0L) < generation) {
            return going("the gateway pods are being replaced", ready);
        }
        int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        int updated = count(status.getUpdatedReplicas());
        if (updated < wanted || count(status.getReplicas()) > updated) {
            return going(updated + " of " + wanted + " gateway pods are of the present generation", ready);
        }
        if (ready == 0 && wanted > 0 && !wasComplete(status)) {
            return going("no gateway pod of the present generation is ready yet", ready);
        }
        return new Rollout(Decision.yes(Reason.PROGRAMMED, "every gateway pod is of the present generation"), ready);
    }

    private static Rollout going(String message, int ready) {
        return new Rollout(Decision.no(Reason.ROLLING_OUT, message), ready);
    }

    private static @Nullable String failure(DeploymentStatus status) {
        for (DeploymentCondition condition : status.getConditions()) {
            boolean stuck = condition.getType().equals("Progressing")
                    && condition.getStatus().equals("False");
            boolean refused = condition.getType().equals("ReplicaFailure")
                    && condition.getStatus().equals("True");
            if (stuck || refused) {
                return condition.getReason() + ": " + condition.getMessage();
            }
        }
        return null;
    }

    /** Pods that fall later are no rollout. */
    private static boolean wasComplete(DeploymentStatus status) {
        return status.getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Progressing")
                        && "NewReplicaSetAvailable".equals(condition.getReason()));
    }

    private static int count(@Nullable Integer number) {
        return Objects.requireNonNullElse(number, 0);
    }
}
