package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterGateway;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.operator.compile.Declared;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that one Router's gateway needs of the cluster, as it should be. Pure. */
public final class Workloads {
    private Workloads() {}

    /**
     * The objects, those first that others need. Empty when the gateways run elsewhere ({@code replicas: 0}), or when no image
     * is known. Each carries the digest of what was asked of it, see {@link Drift}.
     *
     * @param config what was compiled for the Router: its timeouts decide how long pods may end, its providers where they go
     */
    public static List<HasMetadata> desired(Declared<Router.Spec> router, GatewayConfig config, Platform platform) {
        Blueprint plan = new Blueprint(router, config, platform);
        String image = image(router.spec(), platform);
        if (!isManaged(router.spec()) || image == null) {
            return List.of();
        }
        List<HasMetadata> objects = new ArrayList<>(List.of(
                GatewayAccess.account(plan),
                GatewayAccess.role(plan),
                GatewayAccess.binding(plan),
                GatewayNetwork.policy(plan),
                GatewayNetwork.service(plan),
                GatewayPods.deployment(plan, image)));
        if (plan.isPlural()) {
            objects.add(GatewayScaling.budget(plan));
        }
        RouterGateway.Autoscaling scaling = plan.gateway().autoscaling();
        if (scaling != null) {
            GatewayScaling.scaler(plan, scaling).ifPresent(objects::add);
        }
        if (platform.podMonitors()) {
            objects.add(GatewayMonitoring.podMonitor(plan));
        }
        objects.forEach(Drift::sign);
        return List.copyOf(objects);
    }

    /** Whether the operator runs the Router's gateways; they run elsewhere with {@code replicas: 0}. */
    public static boolean isManaged(Router.Spec spec) {
        RouterGateway gateway = spec.gateway();
        Integer replicas = gateway == null ? null : gateway.replicas();
        return replicas == null || replicas > 0;
    }

    /** The image of the gateways: what the Router names, else the operator's own release; null = neither is known. */
    public static @Nullable String image(Router.Spec spec, Platform platform) {
        RouterGateway gateway = spec.gateway();
        String named = gateway == null ? null : gateway.image();
        return named == null || named.isBlank() ? platform.releaseImage() : named.strip();
    }

    /**
     * What a Router asks for and its cluster does not have. Its gateways are made and serve all the same.
     *
     * @return where the Router says so, and what was expected; null = nothing is missing
     */
    public static @Nullable String missing(Router.Spec spec, Platform platform) {
        RouterGateway gateway = spec.gateway();
        boolean keda = gateway != null && gateway.autoscaling() != null && GatewayScaling.isKeda(gateway.autoscaling());
        return isManaged(spec) && keda && !platform.scaledObjects()
                ? "spec.gateway.autoscaling.scaler: ScaledObject (expected: a cluster that knows "
                        + OptionalKind.SCALED_OBJECT.apiVersion()
                        + " ScaledObject, which the operator may watch and write); until then a HorizontalPodAutoscaler"
                        + " decides"
                : null;
    }

    /** Name of everything but the Service, which has the Router's own. */
    public static String name(String router) {
        return router + "-gateway";
    }
}
