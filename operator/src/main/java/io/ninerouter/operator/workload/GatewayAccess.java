package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.ninerouter.config.RouterSecrets;
import java.util.List;

/** Who the pods are and what they may do: read three Secrets, write reports. */
final class GatewayAccess {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private GatewayAccess() {}

    static ServiceAccount account(Blueprint plan) {
        return new ServiceAccountBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    static Role role(Blueprint plan) {
        String router = plan.router().name();
        return new RoleBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withRules(
                        new PolicyRuleBuilder(rule("", "secrets", "get", "list", "watch"))
                                .withResourceNames(RouterSecrets.all(router))
                                .build(),
                        // Pods have no names yet when this is written: no rule can name their reports.
                        rule("ninerouter.io", "gatewayreplicas", "create", "patch", "delete"),
                        rule("ninerouter.io", "gatewayreplicas/status", "patch"))
                .build();
    }

    static RoleBinding binding(Blueprint plan) {
        return new RoleBindingBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withNewRoleRef(GROUP, "Role", plan.name())
                .addNewSubject(null, "ServiceAccount", plan.name(), plan.namespace())
                .build();
    }

    private static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(List.of(verbs))
                .build();
    }
}
