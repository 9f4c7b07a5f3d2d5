package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.error.FieldError;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** The bounds, patterns and formats of strings and numbers. */
final class ScalarRules {

    private ScalarRules() {}

    static void check(JsonNode value, Schema schema, String path, List<FieldError> errors) {
        if (value.isTextual()) {
            checkText(value, schema, path, errors);
        } else if (value.isNumber()) {
            checkNumber(value, schema, path, errors);
        }
    }

    private static void checkText(JsonNode value, Schema schema, String path, List<FieldError> errors) {
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        long most = schema.raw().path("maxLength").asLong(Long.MAX_VALUE);
        if (length > most) {
            errors.add(FieldError.tooLong(path, most));
        }
        long least = schema.raw().path("minLength").asLong(0);
        if (length < least) {
            errors.add(FieldError.invalid(
                    path, value, "%s in body should be at least %d chars long".formatted(path, least)));
        }
        Pattern pattern = schema.pattern();
        if (pattern != null && !pattern.matcher(text).find()) {
            errors.add(FieldError.invalid(path, value, "%s in body should match '%s'".formatted(path, pattern)));
        }
        if (!Formats.fits(schema.format(), text)) {
            String why = "%s in body must be of type %s: \"%s\"".formatted(path, schema.format(), text);
            errors.add(new FieldError(
                    "FieldValueTypeInvalid",
                    path,
                    FieldError.invalid(path, value, why).message()));
        }
    }

    private static void checkNumber(JsonNode value, Schema schema, String path, List<FieldError> errors) {
        BigDecimal number = value.decimalValue();
        JsonNode raw = schema.raw();
        if (raw.has("minimum")) {
            boolean exclusive = raw.path("exclusiveMinimum").asBoolean(false);
            int sign = number.compareTo(raw.path("minimum").decimalValue());
            if (sign < 0 || (exclusive && sign == 0)) {
                String than = exclusive ? "greater than " : "greater than or equal to ";
                errors.add(outOfRange(path, value, than + plain(raw.path("minimum"))));
            }
        }
        if (raw.has("maximum")) {
            boolean exclusive = raw.path("exclusiveMaximum").asBoolean(false);
            int sign = number.compareTo(raw.path("maximum").decimalValue());
            if (sign > 0 || (exclusive && sign == 0)) {
                String than = exclusive ? "less than " : "less than or equal to ";
                errors.add(outOfRange(path, value, than + plain(raw.path("maximum"))));
            }
        }
        if (raw.has("multipleOf")
                && number.remainder(raw.path("multipleOf").decimalValue()).signum() != 0) {
            errors.add(outOfRange(path, value, "a multiple of " + plain(raw.path("multipleOf"))));
        }
        checkWidth(number, value, schema, path, errors);
    }

    private static void checkWidth(
            BigDecimal number, JsonNode value, Schema schema, String path, List<FieldError> errors) {
        boolean fits = switch (schema.format()) {
            case "int32" -> number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
            case "int64" -> number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
            default -> true;
        };
        if (!fits) {
            errors.add(FieldError.invalid(
                    path, value, "%s in body must be of type %s: \"%s\"".formatted(path, schema.format(), value)));
        }
    }

    private static FieldError outOfRange(String path, JsonNode value, String expected) {
        return FieldError.invalid(path, value, path + " in body should be " + expected);
    }

    private static String plain(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().toPlainString();
    }
}
