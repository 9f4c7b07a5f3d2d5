package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.settings.Scope;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which Router an object attaches to. */
public sealed interface Attachment {

    /** It attaches to a Router that exists. */
    record To(String namespace, String router) implements Attachment {}

    /** It attaches to none. */
    record Nowhere(Reason reason, String message) implements Attachment {}

    /** Where no Router is seen, whether one is there or not. */
    static Nowhere outOfSight(String namespace, Scope scope) {
        return new Nowhere(
                Reason.NO_ROUTER,
                "routerRef: namespace " + namespace + " is not watched; the operator watches " + scope
                        + " (expected: the chart's value watchNamespaces with it, or clusterWide: true)");
    }

    /**
     * Decides: the Router that is named, else the only one of the namespace.
     *
     * @param namespace where the Router is looked for
     * @param routers names of all Routers of that namespace
     * @param named the name in {@code spec.routerRef}; null = none is named
     */
    static Attachment decide(String namespace, Collection<String> routers, @Nullable String named) {
        if (named != null) {
            return routers.contains(named)
                    ? new To(namespace, named)
                    : new Nowhere(
                            Reason.NO_ROUTER,
                            "routerRef: " + named + " (expected: a Router of namespace " + namespace + ")");
        }
        return switch (routers.size()) {
            case 0 ->
                new Nowhere(
                        Reason.NO_ROUTER, "namespace " + namespace + ": no Router (expected: one, or spec.routerRef)");
            case 1 -> new To(namespace, routers.iterator().next());
            default -> {
                List<String> sorted = routers.stream().sorted().toList();
                yield new Nowhere(
                        Reason.AMBIGUOUS_ROUTER,
                        "namespace " + namespace + ": Routers " + String.join(", ", sorted)
                                + " (expected: one, or spec.routerRef)");
            }
        };
    }
}
