package io.ninerouter.quickstart.api.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.KindRule;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Names;
import org.jspecify.annotations.Nullable;

/** Namespaces: named by a label, held by their content. */
public final class NamespaceRule implements KindRule {

    @Override
    public void prepare(ObjectNode namespace, @Nullable ObjectNode old) {
        Json.ensureObject(Metadata.of(namespace), "labels")
                .put("kubernetes.io/metadata.name", Metadata.text(namespace, "name"));
        if (old == null) {
            Json.ensureObject(namespace, "spec").putArray("finalizers").add("kubernetes");
            Json.ensureObject(namespace, "status").put("phase", "Active");
        }
    }

    @Override
    public String checkName(String name) {
        return Names.checkLabel(name);
    }
}
