package io.ninerouter.quickstart.api.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.resource.KindRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ConfigMaps: keys that can be file names, and immutable means it. */
public final class ConfigMapRule implements KindRule {

    @Override
    public List<FieldError> validate(ObjectNode configMap, @Nullable ObjectNode old) {
        List<FieldError> errors = new ArrayList<>();
        for (String field : List.of("data", "binaryData")) {
            configMap.path(field).properties().forEach(entry -> DataKeys.check(field, entry.getKey(), errors));
        }
        DataKeys.checkImmutable(configMap, old, errors);
        return errors;
    }
}
