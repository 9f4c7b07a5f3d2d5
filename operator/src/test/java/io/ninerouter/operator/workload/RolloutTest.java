package io.ninerouter.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.ninerouter.api.v1alpha1.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RolloutTest {

    private record Case(String what, String status, Reason reason, int ready) {}

    @TestFactory
    Stream<DynamicTest> statuses() {
        String done = "conditions: [{type: Progressing, status: 'True', reason: NewReplicaSetAvailable}]";
        String going = "conditions: [{type: Progressing, status: 'True', reason: ReplicaSetUpdated}]";
        return Stream.of(
                        new Case("nobody has seen it", "null", Reason.ROLLING_OUT, 0),
                        new Case(
                                "an older generation was seen",
                                "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, " + done
                                        + "}",
                                Reason.ROLLING_OUT,
                                2),
                        new Case(
                                "no pod of the new kind",
                                "{observedGeneration: 3, replicas: 2, readyReplicas: 2}",
                                Reason.ROLLING_OUT,
                                2),
                        new Case(
                                "one of two",
                                "{observedGeneration: 3, replicas: 3, updatedReplicas: 1," + " readyReplicas: 2}",
                                Reason.ROLLING_OUT,
                                2),
                        new Case(
                                "an old one is left",
                                "{observedGeneration: 3, replicas: 3, updatedReplicas: 2," + " readyReplicas: 3}",
                                Reason.ROLLING_OUT,
                                3),
                        new Case(
                                "made, not ready",
                                "{observedGeneration: 3, replicas: 2, updatedReplicas: 2, " + going + "}",
                                Reason.ROLLING_OUT,
                                0),
                        new Case(
                                "the first is ready",
                                "{observedGeneration: 3, replicas: 2, updatedReplicas: 2," + " readyReplicas: 1, "
                                        + going + "}",
                                Reason.PROGRAMMED,
                                1),
                        new Case(
                                "all have fallen later",
                                "{observedGeneration: 3, replicas: 2, updatedReplicas: 2, " + done + "}",
                                Reason.PROGRAMMED,
                                0),
                        new Case(
                                "done",
                                "{observedGeneration: 3, replicas: 2, updatedReplicas: 2, readyReplicas: 2, " + done
                                        + "}",
                                Reason.PROGRAMMED,
                                2),
                        new Case(
                                "stuck",
                                "{observedGeneration: 3, replicas: 3, updatedReplicas: 1, readyReplicas: 2,"
                                        + " conditions: [{type: Progressing, status: 'False', reason:"
                                        + " ProgressDeadlineExceeded, message: m}]}",
                                Reason.ROLLOUT_FAILED,
                                2),
                        new Case(
                                "refused",
                                "{observedGeneration: 3, conditions: [{type: ReplicaFailure, status: 'True',"
                                        + " reason: FailedCreate, message: quota}]}",
                                Reason.ROLLOUT_FAILED,
                                0))
                .map(one -> DynamicTest.dynamicTest(one.what(), () -> {
                    Rollout rollout = Rollout.of(deployment(one.status()));
                    assertThat(rollout.done().reason()).isEqualTo(one.reason());
                    assertThat(rollout.done().holds()).isEqualTo(one.reason() == Reason.PROGRAMMED);
                    assertThat(rollout.readyPods()).isEqualTo(one.ready());
                }));
    }

    @Test
    void notThereYetIsOnItsWay() {
        assertThat(Rollout.of(null).done().reason()).isEqualTo(Reason.ROLLING_OUT);
    }

    private static Deployment deployment(String status) throws Exception {
        return new ObjectMapper()
                .treeToValue(
                        Gateway.yaml("{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 3},"
                                + " spec: {replicas: 2}, status: " + status + "}"),
                        Deployment.class);
    }
}
