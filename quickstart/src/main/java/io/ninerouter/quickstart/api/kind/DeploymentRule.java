package io.ninerouter.quickstart.api.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.resource.KindRule;
import org.jspecify.annotations.Nullable;

/** Deployments: one pod, unless somebody says otherwise; also when the last who said so lets go of the field. */
public final class DeploymentRule implements KindRule {

    @Override
    public void prepare(ObjectNode deployment, @Nullable ObjectNode old) {
        if (deployment.get("spec") instanceof ObjectNode spec && !spec.has("replicas")) {
            spec.put("replicas", 1);
        }
    }
}
