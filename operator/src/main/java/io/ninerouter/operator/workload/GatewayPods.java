package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.ninerouter.api.v1alpha1.RouterGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pods: Pod Security {@code restricted}, nothing writable but {@code /tmp}, replaced one by one. */
final class GatewayPods {
    static final int HTTP = 8080;
    static final int MANAGEMENT = 9090;

    /** Name of the container. */
    static final String CONTAINER = "gateway";

    private static final int PROGRESS_SECONDS = 300;
    private static final int HISTORY = 3;
    private static final int PROBE_SECONDS = 5;
    private static final long TOKEN_SECONDS = 3_607;
    private static final int READ_ALL = 0444;
    private static final String TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

    private GatewayPods() {}

    static Deployment deployment(Blueprint plan, String image) {
        return new DeploymentBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withNewSpec()
                .withReplicas(plan.replicas())
                .withRevisionHistoryLimit(HISTORY)
                .withProgressDeadlineSeconds(PROGRESS_SECONDS)
                .withNewSelector()
                .withMatchLabels(plan.selector())
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(1))
                .withMaxUnavailable(new IntOrString(0))
                .endRollingUpdate()
                .endStrategy()
                .withTemplate(template(plan, image))
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(Blueprint plan, String image) {
        RouterGateway.PodTemplate added = plan.podTemplate();
        Map<String, String> labels = new TreeMap<>(added == null ? Map.of() : added.labels());
        labels.putAll(plan.labels());
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(added == null ? Map.of() : added.annotations())
                .endMetadata()
                .withSpec(pod(plan, image))
                .build();
    }

    private static PodSpec pod(Blueprint plan, String image) {
        Grace grace = Grace.of(plan.config().settings().timeouts());
        PodSpecBuilder pod = new PodSpecBuilder()
                .withServiceAccountName(plan.name())
                // The token is mounted below, by name and with an end.
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(grace.terminationSeconds())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(plan, image, grace))
                .withVolumes(temporary(), apiAccess());
        RouterGateway.PodTemplate added = plan.podTemplate();
        if (added != null) {
            pod.withNodeSelector(added.nodeSelector())
                    .withTolerations(added.tolerations())
                    .withAffinity(added.affinity())
                    .withImagePullSecrets(added.imagePullSecrets());
        }
        return pod.withTopologySpreadConstraints(spread(plan, added)).build();
    }

    private static Container container(Blueprint plan, String image, Grace grace) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(image)
                .withEnv(environment(plan, grace))
                .addNewPort()
                .withName(Blueprint.HTTP_PORT)
                .withContainerPort(HTTP)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName(Blueprint.MANAGEMENT_PORT)
                .withContainerPort(MANAGEMENT)
                .withProtocol("TCP")
                .endPort()
                // A JVM on little CPU takes its time: nothing else is asked until it has started.
                .withStartupProbe(probe("/livez", 2, 90))
                // A node without CPU to spare makes all pods late at once: taken out together, they leave callers
                // nobody at all. One that ends is taken out by its deletion, not by this.
                .withReadinessProbe(probe("/readyz", 2, 3))
                .withLivenessProbe(probe("/livez", 10, 6))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(Grace.LEAVE_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withResources(resources(plan.resources()))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("api-access")
                .withMountPath(TOKEN_FOLDER)
                .withReadOnly(true)
                .endVolumeMount()
                .build();
    }

    /** Ours come first: what the user adds may refer to them, and does not replace them. */
    private static List<EnvVar> environment(Blueprint plan, Grace grace) {
        List<EnvVar> own = own(plan, grace);
        Set<String> taken = own.stream().map(EnvVar::getName).collect(Collectors.toSet());
        return Stream.concat(own.stream(), plan.environment().stream().filter(added -> taken.add(added.getName())))
                .toList();
    }

    private static List<EnvVar> own(Blueprint plan, Grace grace) {
        return List.of(
                new EnvVar("NINEROUTER_ROUTER_NAME", plan.router().name(), null),
                ofPod("NINEROUTER_ROUTER_NAMESPACE", "metadata.namespace"),
                ofPod("POD_NAME", "metadata.name"),
                ofPod("POD_UID", "metadata.uid"),
                new EnvVar("NINEROUTER_DRAIN", grace.drainSeconds() + "s", null));
    }

    private static EnvVar ofPod(String name, String field) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath(field)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withPort(new IntOrString(Blueprint.MANAGEMENT_PORT))
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(PROBE_SECONDS)
                .withFailureThreshold(failures)
                .build();
    }

    /** What the user says replaces all of it: half a default beside half a wish may contradict it. */
    private static ResourceRequirements resources(@Nullable ResourceRequirements wanted) {
        return wanted != null
                ? wanted
                : new ResourceRequirementsBuilder()
                        .addToRequests("cpu", new Quantity("500m"))
                        .addToRequests("memory", new Quantity("512Mi"))
                        .addToLimits("memory", new Quantity("1Gi"))
                        .build();
    }

    private static Volume temporary() {
        return new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .withSizeLimit(new Quantity("256Mi"))
                .endEmptyDir()
                .build();
    }

    /** What the automatic mount would hold, where clients look for it. */
    private static Volume apiAccess() {
        return new VolumeBuilder()
                .withName("api-access")
                .withNewProjected()
                .withDefaultMode(READ_ALL)
                .addNewSource()
                .withNewServiceAccountToken()
                .withPath("token")
                .withExpirationSeconds(TOKEN_SECONDS)
                .endServiceAccountToken()
                .endSource()
                .addNewSource()
                .withNewConfigMap()
                .withName("kube-root-ca.crt")
                .addNewItem()
                .withKey("ca.crt")
                .withPath("ca.crt")
                .endItem()
                .endConfigMap()
                .endSource()
                .addNewSource()
                .withNewDownwardAPI()
                .addNewItem()
                .withPath("namespace")
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath("metadata.namespace")
                .endFieldRef()
                .endItem()
                .endDownwardAPI()
                .endSource()
                .endProjected()
                .build();
    }

    private static List<TopologySpreadConstraint> spread(Blueprint plan, RouterGateway.@Nullable PodTemplate added) {
        if (added != null && !added.topologySpreadConstraints().isEmpty()) {
            return added.topologySpreadConstraints();
        }
        List<TopologySpreadConstraint> constraints = new ArrayList<>();
        for (String key : List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone")) {
            constraints.add(new TopologySpreadConstraintBuilder()
                    .withMaxSkew(1)
                    .withTopologyKey(key)
                    .withWhenUnsatisfiable("ScheduleAnyway")
                    .withNewLabelSelector()
                    .withMatchLabels(plan.selector())
                    .endLabelSelector()
                    .withMatchLabelKeys("pod-template-hash")
                    .build());
        }
        return constraints;
    }
}
