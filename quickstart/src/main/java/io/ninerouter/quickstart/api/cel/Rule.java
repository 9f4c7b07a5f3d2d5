package io.ninerouter.quickstart.api.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One compiled entry of x-kubernetes-validations. Thread-safe.
 *
 * @param declared the entry
 * @param schema of the value the rule is about
 * @param program the rule
 * @param message the messageExpression, null when there is none
 * @param transition whether it speaks of oldSelf
 */
record Rule(
        JsonNode declared,
        Schema schema,
        Program program,
        @Nullable Program message,
        boolean transition) {
    private static final Pattern MISSING = Pattern.compile("key '([^']+)' is not present in map");

    /**
     * Holds a value against the rule.
     *
     * @param old the value before, null when there is none
     */
    Optional<FieldError> check(JsonNode value, @Nullable JsonNode old, String path) {
        boolean optionalOld = declared.path("optionalOldSelf").asBoolean(false);
        if (transition && old == null && !optionalOld) {
            return Optional.empty();
        }
        Map<String, Object> variables = variables(value, old, optionalOld);
        String at = path + declared.path("fieldPath").asText("");
        at = at.startsWith(".") ? at.substring(1) : at;
        try {
            return Boolean.TRUE.equals(program.eval(variables))
                    ? Optional.empty()
                    : Optional.of(violation(at, text(variables)));
        } catch (CelEvaluationException e) {
            // A rule that failed says nothing of the field that it is about.
            return Optional.of(invalid(path, why(e) + " evaluating rule: " + ownMessage()));
        }
    }

    /** In the words of the API server. */
    private static String why(CelEvaluationException e) {
        Matcher missing = MISSING.matcher(String.valueOf(e.getMessage()));
        return missing.find() ? "no such key: " + missing.group(1) : String.valueOf(e.getMessage());
    }

    private Map<String, Object> variables(JsonNode value, @Nullable JsonNode old, boolean optionalOld) {
        Object self = CelValues.of(value, schema);
        if (!transition) {
            return Map.of("self", self);
        }
        if (optionalOld) {
            return Map.of("self", self, "oldSelf", Optional.ofNullable(old).map(node -> CelValues.of(node, schema)));
        }
        return old == null ? Map.of("self", self) : Map.of("self", self, "oldSelf", CelValues.of(old, schema));
    }

    private FieldError violation(String path, String text) {
        return switch (declared.path("reason").asText("FieldValueInvalid")) {
            case "FieldValueForbidden" -> FieldError.forbidden(path, text);
            case "FieldValueRequired" -> FieldError.required(path, text);
            case "FieldValueDuplicate" ->
                new FieldError("FieldValueDuplicate", path, "Duplicate value: \"" + schema.type() + "\": " + text);
            default -> invalid(path, text);
        };
    }

    private FieldError invalid(String path, String text) {
        return FieldError.invalid(path.isEmpty() ? "<nil>" : path, new TextNode(schema.type()), text);
    }

    private String text(Map<String, Object> variables) throws CelEvaluationException {
        if (message != null) {
            Object made = message.eval(variables);
            if (made instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return ownMessage();
    }

    private String ownMessage() {
        String own = declared.path("message").asText("");
        return own.isEmpty() ? "failed rule: " + declared.path("rule").asText() : own;
    }
}
