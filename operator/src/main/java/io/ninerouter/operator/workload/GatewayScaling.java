package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.ninerouter.api.v1alpha1.RouterGateway.Autoscaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many pods there are, and how many may be missing at once. */
final class GatewayScaling {
    private static final int DEFAULT_LEAST = 2;
    private static final int DEFAULT_MOST = 10;
    private static final int DEFAULT_IN_FLIGHT = 200;
    private static final int CPU_PERCENT = 70;

    /** The gateway's own gauge, as Prometheus and its adapter name it. */
    private static final String IN_FLIGHT = "ninerouter_requests_in_flight";

    private GatewayScaling() {}

    static int most(@Nullable Autoscaling scaling) {
        Integer most = scaling == null ? null : scaling.maxReplicas();
        return Objects.requireNonNullElse(most, DEFAULT_MOST);
    }

    static PodDisruptionBudget budget(Blueprint plan) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(plan.selector())
                .endSelector()
                // A pod that does not serve must not keep a node from being drained.
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .endSpec()
                .build();
    }

    /**
     * CPU, which every cluster with a metrics server can tell. Requests in flight beside it where custom metrics are served:
     * elsewhere that metric would never be there, and an autoscaler that misses one of its metrics does not scale down.
     */
    static HorizontalPodAutoscaler autoscaler(Blueprint plan, Autoscaling scaling) {
        List<MetricSpec> metrics = new ArrayList<>();
        if (plan.platform().customMetrics()) {
            metrics.add(inFlight(Objects.requireNonNullElse(scaling.targetInFlightRequests(), DEFAULT_IN_FLIGHT)));
        }
        metrics.add(cpu(plan.resources()));
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", plan.name())
                .withMinReplicas(Objects.requireNonNullElse(scaling.minReplicas(), DEFAULT_LEAST))
                .withMaxReplicas(most(scaling))
                .withMetrics(metrics)
                .endSpec()
                .build();
    }

    private static MetricSpec inFlight(int target) {
        return new MetricSpecBuilder()
                .withType("Pods")
                .withNewPods()
                .withNewMetric()
                .withName(IN_FLIGHT)
                .endMetric()
                .withTarget(average(Integer.toString(target)))
                .endPods()
                .build();
    }

    /** A share of what is requested; where the user requests no CPU there is no share, and a whole core is the measure. */
    private static MetricSpec cpu(@Nullable ResourceRequirements wanted) {
        boolean requested = wanted == null
                || wanted.getRequests().containsKey("cpu")
                || wanted.getLimits().containsKey("cpu");
        MetricTarget target = requested
                ? new MetricTargetBuilder()
                        .withType("Utilization")
                        .withAverageUtilization(CPU_PERCENT)
                        .build()
                : average("1");
        return new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withTarget(target)
                .endResource()
                .build();
    }

    private static MetricTarget average(String value) {
        return new MetricTargetBuilder()
                .withType("AverageValue")
                .withAverageValue(new Quantity(value))
                .build();
    }
}
