package io.ninerouter.operator.compile;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterAccess;
import io.ninerouter.operator.settings.Scope;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where ApiKeys may live.
 *
 * @param allowed namespaces beside the Router's own that it lets them live in; of those that have some
 * @param scope namespaces of which the operator sees anything
 */
public record KeyReach(Set<String> allowed, Scope scope) {
    /** The label that every namespace has. */
    public static final String NAME_LABEL = "kubernetes.io/metadata.name";

    public KeyReach {
        allowed = Set.copyOf(allowed);
    }

    /**
     * Says so where a Router lets in keys of namespaces that the operator does not watch: such a key gets no status that could
     * tell it.
     */
    static Decision decide(Router.Spec spec, Scope scope, Decision otherwise) {
        String beyond = scope instanceof Scope.Only only ? beyond(spec.access(), only) : null;
        if (beyond == null || !otherwise.holds()) {
            return otherwise;
        }
        String message = "accepted, but spec.access.keyNamespaces: " + beyond;
        return Decision.yes(
                Reason.NOT_WATCHED,
                otherwise.reason() == Reason.ACCEPTED ? message : otherwise.message() + "; " + message);
    }

    /** What of the rule the operator cannot follow; null = nothing. */
    private static @Nullable String beyond(@Nullable RouterAccess access, Scope.Only scope) {
        RouterAccess.KeyNamespaces rule = access == null ? null : access.keyNamespaces();
        RouterAccess.From from = rule == null ? null : rule.from();
        LabelSelector selector = rule == null ? null : rule.selector();
        return switch (from) {
            case null -> null;
            case Same -> null;
            case All ->
                "All is only " + scope
                        + ", the namespaces that the operator watches (expected for more: the chart's value"
                        + " watchNamespaces with them, or clusterWide: true)";
            case Selector -> selector == null ? null : beyond(selector, scope);
        };
    }

    private static @Nullable String beyond(LabelSelector selector, Scope.Only scope) {
        Set<String> named = namesIn(selector);
        if (named == null) {
            return "Selector asks for labels of namespaces, and an operator of " + scope + " reads none but "
                    + NAME_LABEL + " (expected: the chart's value clusterWide: true, or names by that label)";
        }
        named.removeIf(scope::covers);
        return named.isEmpty()
                ? null
                : "Selector names " + String.join(", ", named) + ", which the operator does not watch; it watches "
                        + scope + " (expected: the chart's value watchNamespaces with them, or clusterWide: true)";
    }

    /** The namespaces that a selector names; null = it goes by something else. */
    private static @Nullable Set<String> namesIn(LabelSelector selector) {
        Set<String> names = new TreeSet<>();
        Map<String, String> exact = selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
        if (!Set.of(NAME_LABEL).containsAll(exact.keySet())) {
            return null;
        }
        names.addAll(exact.values());
        for (LabelSelectorRequirement expression : selector.getMatchExpressions()) {
            if (!expression.getKey().equals(NAME_LABEL)
                    || !expression.getOperator().equals("In")) {
                return null;
            }
            names.addAll(expression.getValues());
        }
        return names.isEmpty() ? null : names;
    }
}
