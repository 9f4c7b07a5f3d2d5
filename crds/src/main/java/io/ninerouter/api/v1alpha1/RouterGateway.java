package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateway's pods and how they are reached. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!(has(self.replicas) && has(self.autoscaling))",
        message = "gateway: expected replicas or autoscaling, not both")
public record RouterGateway(
        @Nullable
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
                "How many pods; default: 2, or what autoscaling says. 0 = gateways that run elsewhere.")
        Integer replicas,

        @Nullable @JsonPropertyDescription("Lets an autoscaler decide how many pods there are.")
        Autoscaling autoscaling,

        @Nullable @Size(max = 1024) @JsonPropertyDescription("Container image; default: the operator's own release.")
        String image,

        @Nullable @JsonPropertyDescription("Resources of the gateway's container.")
        ResourceRequirements resources,

        @Nullable @Default("{}") @JsonPropertyDescription("The Service in front of the pods.")
        Service service,

        @Nullable @JsonPropertyDescription("Additions to the pods.")
        PodTemplate podTemplate) {

    /** Lets an autoscaler decide how many pods there are. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            // Its values are not named: an API server takes the text of a number for unboundedly long and refuses that
            // as too costly.
            value = "self.minReplicas <= self.maxReplicas",
            message = "minReplicas: expected at most maxReplicas")
    @ValidationRule(
            value = "has(self.prometheus) == (has(self.scaler) && self.scaler == 'ScaledObject')",
            message = "prometheus: expected with scaler ScaledObject, and only there",
            fieldPath = ".prometheus")
    public record Autoscaling(
            @Nullable
            @Pattern("^(HorizontalPodAutoscaler|ScaledObject|External)$")
            @JsonPropertyDescription(
                    "Who decides: a HorizontalPodAutoscaler (default) or a ScaledObject of KEDA, which the operator makes, or External: one of yours, beside which the operator makes none.")
            String scaler,

            @Nullable @Default("2") @Min(1) @Max(1000) Integer minReplicas,
            @Nullable @Default("10") @Min(1) @Max(1000) Integer maxReplicas,

            @Nullable
            @Default("200")
            @Min(1)
            @Max(100000)
            @JsonPropertyDescription("Requests in flight that one pod should have.")
            Integer targetInFlightRequests,

            @Nullable @JsonPropertyDescription("Where KEDA asks how many requests are in flight.")
            Prometheus prometheus) {

        /** Value of {@code scaler}: KEDA. */
        public static final String SCALED_OBJECT = "ScaledObject";

        /** Value of {@code scaler}: none of the operator's. */
        public static final String EXTERNAL = "External";
    }

    /** A Prometheus that reads the gateways' metrics. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Prometheus(
            @Required
            @Size(min = 1, max = 1024)
            @Pattern("^https?://[^@?#\\s]+$")
            @JsonPropertyDescription("Address of its HTTP API, such as http://prometheus.monitoring.svc:9090.")
            String serverAddress,

            @Nullable
            @Size(min = 1, max = 253)
            @JsonPropertyDescription(
                    "Name of a TriggerAuthentication of the Router's namespace, where that Prometheus wants one.")
            String triggerAuthentication) {}

    /** The Service in front of the pods. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "!has(self.ipFamilies) || self.ipFamilies.size() < 2"
                    + " || (has(self.ipFamilyPolicy) && self.ipFamilyPolicy != 'SingleStack'"
                    + " && self.ipFamilies[0] != self.ipFamilies[1])",
            message = "ipFamilies: expected one, or both with ipFamilyPolicy PreferDualStack or RequireDualStack",
            fieldPath = ".ipFamilies")
    public record Service(
            @Nullable @Default("ClusterIP") @Pattern("^(ClusterIP|NodePort|LoadBalancer)$")
            String type,

            @Nullable @Default("80") @Min(1) @Max(65535) Integer port,

            @Nullable
            @Pattern("^(SingleStack|PreferDualStack|RequireDualStack)$")
            @JsonPropertyDescription("As in a Service; default: what the cluster does, one family in most.")
            String ipFamilyPolicy,

            @Size(max = 2)
            @JsonPropertyDescription(
                    "As in a Service: IPv4, IPv6 or both, the first one first. The first cannot be changed afterwards.")
            List<@Pattern("^(IPv4|IPv6)$") String> ipFamilies) {
        public Service {
            ipFamilies = Copies.list(ipFamilies);
        }
    }

    /** Additions to the pods. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PodTemplate(
            @Size(max = 64) Map<String, @Size(max = 63) String> labels,
            @Size(max = 64) Map<String, @Size(max = 4096) String> annotations,
            @Size(max = 64) Map<String, @Size(max = 63) String> nodeSelector,
            @Size(max = 64) List<Toleration> tolerations,
            @Nullable Affinity affinity,
            @Size(max = 16) List<TopologySpreadConstraint> topologySpreadConstraints,
            @Size(max = 16) List<LocalObjectReference> imagePullSecrets,

            @Size(max = 64)
            @JsonPropertyDescription(
                    "More variables of the gateway's container, OpenTelemetry's OTEL_* for traces among them; those that the operator sets itself stay as they are.")
            List<EnvVar> env) {
        public PodTemplate {
            labels = Copies.sorted(labels);
            annotations = Copies.sorted(annotations);
            nodeSelector = Copies.sorted(nodeSelector);
            tolerations = Copies.list(tolerations);
            topologySpreadConstraints = Copies.list(topologySpreadConstraints);
            imagePullSecrets = Copies.list(imagePullSecrets);
            env = Copies.list(env);
        }
    }
}
