package io.ninerouter.quickstart.api.cel;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a schema, each where it belongs. Thread-safe.
 *
 * @param schema of the values these rules are about
 * @param rules about the value itself
 * @param fields about its fields
 * @param values about the values of a map, null when there are none
 * @param items about the items of a list, null when there are none
 */
public record RuleSet(
        Schema schema,
        List<Rule> rules,
        Map<String, RuleSet> fields,
        @Nullable RuleSet values,
        @Nullable RuleSet items) {

    /** Copies its collections. */
    public RuleSet {
        rules = List.copyOf(rules);
        fields = Map.copyOf(fields);
    }

    /** Whether there is no rule at all. */
    public boolean isEmpty() {
        return rules.isEmpty() && fields.isEmpty() && values == null && items == null;
    }

    /**
     * What rules are broken; empty when none is.
     *
     * @param value valid by its schema
     * @param old the version before, null when the object is new
     */
    public List<FieldError> validate(JsonNode value, @Nullable JsonNode old) {
        return validate(value, old, "");
    }

    /**
     * The same of a value within an object.
     *
     * @param path where it lies, empty for a whole object
     */
    public List<FieldError> validate(JsonNode value, @Nullable JsonNode old, String path) {
        List<FieldError> errors = new ArrayList<>();
        check(value, old, path, errors);
        return errors;
    }

    private void check(JsonNode value, @Nullable JsonNode old, String path, List<FieldError> errors) {
        if (value.isNull()) {
            return;
        }
        rules.forEach(rule -> rule.check(value, old, path).ifPresent(errors::add));
        if (value.isObject()) {
            checkFields(value, old, path, errors);
        } else if (value.isArray() && items != null) {
            checkItems(value, old, path, errors, items);
        }
    }

    private void checkFields(JsonNode value, @Nullable JsonNode old, String path, List<FieldError> errors) {
        for (var field : value.properties()) {
            RuleSet below = fields.getOrDefault(field.getKey(), values);
            if (below != null) {
                String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                below.check(field.getValue(), old == null ? null : old.get(field.getKey()), at, errors);
            }
        }
    }

    private void checkItems(
            JsonNode value, @Nullable JsonNode old, String path, List<FieldError> errors, RuleSet below) {
        Map<JsonNode, JsonNode> before = new HashMap<>();
        boolean keyed = schema.listKind() == Schema.ListKind.MAP;
        if (keyed && old != null) {
            old.forEach(item -> before.put(key(item), item));
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            below.check(item, keyed ? before.get(key(item)) : null, path + "[" + i + "]", errors);
        }
    }

    private JsonNode key(JsonNode item) {
        var key = Json.object();
        schema.listMapKeys().forEach(name -> key.set(name, item.path(name)));
        return key;
    }
}
