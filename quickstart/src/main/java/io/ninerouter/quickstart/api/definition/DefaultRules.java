package io.ninerouter.quickstart.api.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.cel.RuleSet;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.schema.Pruner;
import io.ninerouter.quickstart.api.schema.Schema;
import io.ninerouter.quickstart.api.schema.SchemaValidator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the defaults of a schema are valid by it. Each is judged as it is written, before any default below fills it: a
 * rule that reads a field which only such a default would set fails, on a real API server too.
 */
final class DefaultRules {

    private DefaultRules() {}

    static List<FieldError> check(Schema schema, RuleSet rules, String path) {
        List<FieldError> errors = new ArrayList<>();
        node(schema, rules, path, errors);
        return errors;
    }

    private static void node(Schema schema, @Nullable RuleSet rules, String path, List<FieldError> errors) {
        JsonNode preset = schema.defaultValue();
        if (preset != null) {
            errors.addAll(value(preset, schema, rules, path + ".default"));
        }
        schema.properties()
                .forEach((name, child) -> node(
                        child,
                        rules == null ? null : rules.fields().get(name),
                        path + ".properties[" + name + "]",
                        errors));
        if (schema.type().equals("array") && schema.items() != Schema.ANY) {
            node(schema.items(), rules == null ? null : rules.items(), path + ".items", errors);
        }
    }

    private static List<FieldError> value(JsonNode preset, Schema schema, @Nullable RuleSet rules, String path) {
        if (preset instanceof ObjectNode object
                && !Pruner.prune(object.deepCopy(), schema).isEmpty()) {
            return List.of(FieldError.invalid(path, new TextNode("object"), "must not have unknown fields"));
        }
        List<FieldError> errors = SchemaValidator.validate(preset, schema, path);
        return errors.isEmpty() && rules != null ? rules.validate(preset, null, path) : errors;
    }
}
