package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.ObjectRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose an object is. Pure. */
public final class Ownership {
    /** Label that says who manages an object. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Its value on ours, and the field manager of everything that we apply. */
    public static final String MANAGER = "ninerouter-operator";

    /** Finds ours of every Router. */
    public static final String SELECTOR = MANAGED_BY + "=" + MANAGER + "," + RouterSecrets.ROUTER_LABEL;

    private static final String GROUP = "ninerouter.io/";

    private Ownership() {}

    /**
     * Whether an object belongs to the Router of this name, or to an earlier one of the name. One that lost its owner in a
     * backup is known by its labels; one that has another controller never is ours.
     */
    public static boolean isOurs(HasMetadata object, String router) {
        OwnerReference controller = controller(object);
        if (controller != null) {
            return isRouter(controller) && controller.getName().equals(router);
        }
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null
                && MANAGER.equals(labels.get(MANAGED_BY))
                && router.equals(labels.get(RouterSecrets.ROUTER_LABEL));
    }

    /** The Router that an object belongs to, in its own namespace; null = none. */
    public static @Nullable String router(HasMetadata object) {
        OwnerReference controller = controller(object);
        if (controller != null) {
            return isRouter(controller) ? controller.getName() : null;
        }
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(RouterSecrets.ROUTER_LABEL);
    }

    private static boolean isRouter(OwnerReference controller) {
        return controller.getApiVersion().startsWith(GROUP)
                && controller.getKind().equals(ObjectRef.Kind.ROUTER.word());
    }

    private static @Nullable OwnerReference controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .orElse(null);
    }
}
