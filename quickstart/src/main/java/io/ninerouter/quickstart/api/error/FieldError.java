package io.ninerouter.quickstart.api.error;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing wrong with one field, worded as k8s.io/apimachinery's field.Error words it.
 *
 * @param reason the cause's reason, such as {@code FieldValueInvalid}
 * @param field the path, such as {@code spec.models[0].weight}
 * @param message what is wrong, without the path
 */
public record FieldError(String reason, String field, String message) {

    /** The value is not acceptable, and why. */
    public static FieldError invalid(String field, JsonNode value, String why) {
        return new FieldError("FieldValueInvalid", field, "Invalid value: " + shown(value) + ": " + why);
    }

    /** The value is of the wrong JSON type. */
    public static FieldError type(String field, String found, String expected) {
        return new FieldError(
                "FieldValueTypeInvalid",
                field,
                "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                        .formatted(found, field, expected, found));
    }

    /** A value that has to be there is not. */
    public static FieldError required(String field, String why) {
        return new FieldError("FieldValueRequired", field, why.isEmpty() ? "Required value" : "Required value: " + why);
    }

    /** A value outside an enumeration. */
    public static FieldError unsupported(String field, JsonNode value, List<JsonNode> allowed) {
        String names = allowed.stream().map(FieldError::shown).collect(Collectors.joining(", "));
        return new FieldError(
                "FieldValueNotSupported", field, "Unsupported value: " + shown(value) + ": supported values: " + names);
    }

    /** A value that must not be set here. */
    public static FieldError forbidden(String field, String why) {
        return new FieldError("FieldValueForbidden", field, "Forbidden: " + why);
    }

    /** A value that has to be unique is there twice. */
    public static FieldError duplicate(String field, JsonNode value) {
        return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + shown(value));
    }

    /** Text above its bound. */
    public static FieldError tooLong(String field, long bound) {
        return new FieldError("FieldValueTooLong", field, "Too long: may not be more than %d bytes".formatted(bound));
    }

    /** A list or map above its bound. */
    public static FieldError tooMany(String field, int size, long bound) {
        return new FieldError(
                "FieldValueTooMany", field, "Too many: %d: must have at most %d items".formatted(size, bound));
    }

    /** Path and message in one line. */
    public String text() {
        return field + ": " + message;
    }

    private static String shown(JsonNode value) {
        return Json.text(value);
    }
}
