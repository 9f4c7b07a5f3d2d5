package io.ninerouter.operator.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.workload.OptionalKind;
import io.ninerouter.operator.workload.Platform;
import io.ninerouter.operator.workload.Rollout;
import io.ninerouter.operator.workload.Workloads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the objects of one Router's gateways what they should be. An object that cannot be written stops none of the others.
 * Thread-safe; one Router is worked at by one thread at a time.
 */
public final class Deployer {
    /** An object of somebody else, or one that was refused, is looked at again after this. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    private final KubernetesClient client;
    private final ClusterOffers offers;
    private final InstantSource clock;
    private final Map<ResourceID, Placement.Memory> memories = new ConcurrentHashMap<>();

    public Deployer(KubernetesClient client, ClusterOffers offers, InstantSource clock) {
        this.client = client;
        this.offers = offers;
        this.clock = clock;
    }

    /**
     * How it went.
     *
     * @param rollout how the pods stand
     * @param failure to be thrown when everything has been told, so that all is tried again; null = none
     * @param again when to look again though nothing happens; null = never
     */
    public record Outcome(
            Rollout rollout,
            @Nullable KubernetesClientException failure,
            @Nullable Duration again) {}

    /** Forgets Routers that are gone. */
    public void retain(Set<ResourceID> existing) {
        memories.keySet().retainAll(existing);
    }

    /** Writes what differs, deletes what is not wanted any more. */
    public Outcome deploy(
            Router router,
            Declared<Router.Spec> declared,
            GatewayConfig config,
            DeployedObjects deployed,
            EventSourceRetriever<Router> registry) {
        Platform offered = offers.platform();
        Platform platform = new Platform(
                offered.releaseImage(),
                deployed.watch(OptionalKind.POD_MONITOR, offered.podMonitors(), registry),
                offered.customMetrics(),
                deployed.watch(OptionalKind.SCALED_OBJECT, offered.scaledObjects(), registry),
                offered.monitorLabels());
        if (Workloads.isManaged(declared.spec()) && Workloads.image(declared.spec(), platform) == null) {
            // What runs goes on running: an operator that has lost a setting must not take gateways away.
            return new Outcome(Rollout.blocked(noImage(), readyPods(deployed, router)), null, null);
        }
        List<HasMetadata> desired = Workloads.desired(declared, config, platform);
        Placement placement = new Placement(
                client,
                deployed,
                router.getMetadata().getName(),
                memories.computeIfAbsent(ResourceID.fromResource(router), id -> new Placement.Memory()),
                clock.instant());
        // First, so that no two autoscalers pull at one Deployment: KEDA takes none that another has.
        remove(router, desired, deployed, placement);
        desired.forEach(placement::place);
        Decision blocked = placement.blocked();
        String missing = Workloads.missing(declared.spec(), platform);
        if (blocked == null && missing != null) {
            blocked = Decision.no(Reason.UNSUPPORTED, missing);
        }
        Rollout rollout = blocked != null
                ? Rollout.blocked(blocked, readyPods(deployed, router))
                : desired.isEmpty()
                        ? Rollout.ELSEWHERE
                        : Rollout.of(deployed.deployment(router).orElse(null));
        return new Outcome(rollout, placement.failure(), blocked == null ? null : PATIENCE);
    }

    private static void remove(
            Router router, List<HasMetadata> desired, DeployedObjects deployed, Placement placement) {
        Set<String> wanted = desired.stream().map(Placement::key).collect(Collectors.toSet());
        deployed.of(router)
                .filter(object -> !wanted.contains(Placement.key(object)))
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .toList()
                .forEach(object -> {
                    LOG.info("not wanted any more: {}", Placement.key(object));
                    placement.remove(object);
                });
    }

    private static int readyPods(DeployedObjects deployed, Router router) {
        return deployed.deployment(router)
                .map(Rollout::of)
                .map(Rollout::readyPods)
                .orElse(0);
    }

    private static Decision noImage() {
        return Decision.no(
                Reason.INVALID,
                "spec.gateway.image: not set, and the operator was told none (expected: one of both, or replicas: 0 for"
                        + " gateways that run elsewhere)");
    }
}
