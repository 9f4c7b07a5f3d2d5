package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
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
import io.ninerouter.api.v1alpha1.RouterGateway.Prometheus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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

    static boolean isKeda(Autoscaling scaling) {
        return Autoscaling.SCALED_OBJECT.equals(scaling.scaler());
    }

    /**
     * The one object that decides about the number of pods; empty = one that is not ours does. Never two: a ScaledObject becomes
     * an autoscaler of KEDA's own.
     */
    static Optional<HasMetadata> scaler(Blueprint plan, Autoscaling scaling) {
        if (Autoscaling.EXTERNAL.equals(scaling.scaler())) {
            return Optional.empty();
        }
        Prometheus source = isKeda(scaling) && plan.platform().scaledObjects() ? scaling.prometheus() : null;
        return Optional.of(source == null ? autoscaler(plan, scaling) : scaledObject(plan, scaling, source));
    }

    private static int least(Autoscaling scaling) {
        return Objects.requireNonNullElse(scaling.minReplicas(), DEFAULT_LEAST);
    }

    private static int inFlightTarget(Autoscaling scaling) {
        return Objects.requireNonNullElse(scaling.targetInFlightRequests(), DEFAULT_IN_FLIGHT);
    }

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
            metrics.add(inFlight(inFlightTarget(scaling)));
        }
        metrics.add(cpu(plan.resources()));
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", plan.name())
                .withMinReplicas(least(scaling))
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

    /**
     * Requests in flight of all pods, by what Prometheus knows of them, for each pod; CPU beside it. No answer counts as unknown and
     * not as idle: then KEDA's autoscaler takes no pod away.
     */
    private static HasMetadata scaledObject(Blueprint plan, Autoscaling scaling, Prometheus source) {
        List<Object> triggers = new ArrayList<>();
        Map<String, Object> load = new TreeMap<>(Map.of(
                "type",
                "prometheus",
                "metricType",
                "AverageValue",
                "metadata",
                Map.of(
                        "serverAddress",
                        source.serverAddress(),
                        "query",
                        "sum(%s{namespace=\"%s\",router=\"%s\"})"
                                .formatted(
                                        IN_FLIGHT,
                                        plan.namespace(),
                                        plan.router().name()),
                        "threshold",
                        Integer.toString(inFlightTarget(scaling)),
                        "ignoreNullValues",
                        "false")));
        if (source.triggerAuthentication() != null) {
            load.put("authenticationRef", Map.of("name", source.triggerAuthentication()));
        }
        triggers.add(load);
        if (requestsCpu(plan.resources())) {
            // KEDA refuses this of pods that request none.
            triggers.add(Map.of(
                    "type",
                    "cpu",
                    "metricType",
                    "Utilization",
                    "metadata",
                    Map.of("value", Integer.toString(CPU_PERCENT))));
        }
        return OptionalKind.SCALED_OBJECT.object(
                plan.metadata(plan.name()),
                Map.of(
                        "scaleTargetRef",
                        Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", plan.name()),
                        "minReplicaCount",
                        least(scaling),
                        "maxReplicaCount",
                        most(scaling),
                        "triggers",
                        triggers));
    }

    private static boolean requestsCpu(@Nullable ResourceRequirements wanted) {
        return wanted == null
                || wanted.getRequests().containsKey("cpu")
                || wanted.getLimits().containsKey("cpu");
    }

    /** A share of what is requested; where the user requests no CPU there is no share, and a whole core is the measure. */
    private static MetricSpec cpu(@Nullable ResourceRequirements wanted) {
        MetricTarget target = requestsCpu(wanted)
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
