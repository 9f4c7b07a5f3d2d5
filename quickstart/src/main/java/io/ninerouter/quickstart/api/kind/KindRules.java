package io.ninerouter.quickstart.api.kind;

import io.ninerouter.quickstart.api.resource.KindRule;
import io.ninerouter.quickstart.api.type.BuiltInTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The particulars of built-in kinds, by collection. */
public final class KindRules {

    private KindRules() {}

    /** All of them; that of definitions comes from who compiles these. */
    public static Map<String, KindRule> all(KindRule definitions) {
        Map<String, KindRule> rules = new HashMap<>();
        rules.put("secrets", new SecretRule());
        rules.put("configmaps", new ConfigMapRule());
        rules.put("deployments.apps", new DeploymentRule());
        rules.put(BuiltInTypes.NAMESPACES, new NamespaceRule());
        rules.put(BuiltInTypes.DEFINITIONS, definitions);
        for (String plural : List.of("roles", "rolebindings", "clusterroles", "clusterrolebindings")) {
            rules.put(plural + ".rbac.authorization.k8s.io", new PathNamedRule());
        }
        return Map.copyOf(rules);
    }
}
