package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds values against a structural schema and says what is wrong in the API server's words. Stateless. */
public final class SchemaValidator {

    private SchemaValidator() {}

    /**
     * What is wrong with a value; empty when nothing is.
     *
     * @param path where it lies, empty for a whole object
     */
    public static List<FieldError> validate(JsonNode value, Schema schema, String path) {
        List<FieldError> errors = new ArrayList<>();
        check(value, schema, path, errors);
        return errors;
    }

    private static void check(JsonNode value, Schema schema, String path, List<FieldError> errors) {
        if (value.isNull() && schema.nullable()) {
            return;
        }
        if (!typeFits(value, schema)) {
            errors.add(FieldError.type(path, TypeNames.of(value), TypeNames.expected(schema)));
            return;
        }
        checkEnum(value, schema, path, errors);
        if (value instanceof ObjectNode object) {
            checkObject(object, schema, path, errors);
        } else if (value.isArray()) {
            checkArray(value, schema, path, errors);
        } else {
            ScalarRules.check(value, schema, path, errors);
        }
        checkJunctors(value, schema, path, errors);
    }

    private static boolean typeFits(JsonNode value, Schema schema) {
        if (schema.intOrString()) {
            return TypeNames.isInteger(value) || value.isTextual();
        }
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> TypeNames.isInteger(value);
            case "number" -> value.isNumber();
            default -> true;
        };
    }

    private static void checkEnum(JsonNode value, Schema schema, String path, List<FieldError> errors) {
        List<JsonNode> allowed = schema.raw().path("enum").valueStream().toList();
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            errors.add(FieldError.unsupported(path, value, allowed));
        }
    }

    private static void checkObject(ObjectNode object, Schema schema, String path, List<FieldError> errors) {
        for (JsonNode required : schema.raw().path("required")) {
            if (!object.has(required.asText())) {
                errors.add(FieldError.required(child(path, required.asText()), ""));
            }
        }
        long most = schema.raw().path("maxProperties").asLong(Long.MAX_VALUE);
        if (object.size() > most) {
            errors.add(FieldError.tooMany(path, object.size(), most));
        }
        long least = schema.raw().path("minProperties").asLong(0);
        if (object.size() < least) {
            errors.add(FieldError.invalid(
                    path, object, "%s in body should have at least %d properties".formatted(path, least)));
        }
        for (var field : object.properties()) {
            Schema known = schema.properties().get(field.getKey());
            Schema fieldSchema = known == null ? schema.additional() : known;
            if (fieldSchema != null) {
                check(field.getValue(), fieldSchema, child(path, field.getKey()), errors);
            }
        }
    }

    private static void checkArray(JsonNode array, Schema schema, String path, List<FieldError> errors) {
        long most = schema.raw().path("maxItems").asLong(Long.MAX_VALUE);
        if (array.size() > most) {
            errors.add(FieldError.tooMany(path, array.size(), most));
        }
        long least = schema.raw().path("minItems").asLong(0);
        if (array.size() < least) {
            // A real server names the length here, not the list.
            errors.add(FieldError.invalid(
                    path,
                    IntNode.valueOf(array.size()),
                    "%s in body should have at least %d items".formatted(path, least)));
        }
        for (int i = 0; i < array.size(); i++) {
            check(array.get(i), schema.items(), path + "[" + i + "]", errors);
        }
        checkUnique(array, schema, path, errors);
    }

    private static void checkUnique(JsonNode array, Schema schema, String path, List<FieldError> errors) {
        boolean distinct = schema.raw().path("uniqueItems").asBoolean(false);
        if (schema.listKind() == Schema.ListKind.ATOMIC && !distinct) {
            return;
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode identity = identity(array.get(i), schema);
            if (!seen.add(identity)) {
                errors.add(FieldError.duplicate(path + "[" + i + "]", identity));
            }
        }
    }

    private static JsonNode identity(JsonNode item, Schema list) {
        if (list.listKind() != Schema.ListKind.MAP) {
            return item;
        }
        ObjectNode identity = Json.object();
        for (String key : list.listMapKeys()) {
            if (item.has(key)) {
                identity.set(key, item.path(key));
            }
        }
        return identity;
    }

    private static void checkJunctors(JsonNode value, Schema schema, String path, List<FieldError> errors) {
        schema.junctor("allOf").forEach(part -> check(value, part, path, errors));
        List<Schema> anyOf = schema.junctor("anyOf");
        if (!anyOf.isEmpty() && matches(value, anyOf, path) == 0) {
            errors.add(violated(path, value, "\"%s\" must validate at least one schema (anyOf)"));
        }
        List<Schema> oneOf = schema.junctor("oneOf");
        long valid = oneOf.isEmpty() ? 1 : matches(value, oneOf, path);
        if (valid != 1) {
            String found = valid == 0 ? "none" : Long.toString(valid);
            errors.add(violated(
                    path,
                    value,
                    "\"%s\" must validate one and only one schema (oneOf). Found " + found + " valid"
                            + (valid > 1 ? " alternatives" : "")));
        }
        if (!schema.junctor("not").isEmpty() && matches(value, schema.junctor("not"), path) > 0) {
            errors.add(violated(path, value, "\"%s\" must not validate the schema (not)"));
        }
    }

    private static long matches(JsonNode value, List<Schema> alternatives, String path) {
        return alternatives.stream()
                .filter(alternative -> {
                    List<FieldError> errors = new ArrayList<>();
                    check(value, alternative, path, errors);
                    return errors.isEmpty();
                })
                .count();
    }

    private static FieldError violated(String path, JsonNode value, String message) {
        JsonNode shown = value.isContainerNode() ? new TextNode(TypeNames.of(value)) : value;
        return FieldError.invalid(path.isEmpty() ? "<nil>" : path, shown, message.formatted(path));
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
