package io.ninerouter.quickstart.api.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a schema is structural: typed throughout, so that unknown fields can be told from known ones. */
final class StructuralRules {

    private static final Set<String> TYPES = Set.of("object", "array", "string", "integer", "number", "boolean");

    private StructuralRules() {}

    static List<FieldError> check(JsonNode schema, String path) {
        List<FieldError> errors = new ArrayList<>();
        if (!schema.path("type").asText("").equals("object")) {
            errors.add(FieldError.invalid(
                    path + ".type",
                    schema.path("type").isMissingNode() ? new TextNode("") : schema.path("type"),
                    "must be object at the root"));
        }
        node(schema, path, errors);
        return errors;
    }

    private static void node(JsonNode schema, String path, List<FieldError> errors) {
        checkType(schema, path, errors);
        if (schema.has("$ref")) {
            errors.add(FieldError.forbidden(path + ".$ref", "$ref is not supported"));
        }
        if (schema.path("type").asText("").equals("array") && !schema.has("items")) {
            errors.add(FieldError.required(path + ".items", "must be specified"));
        }
        checkListType(schema, path, errors);
        if (schema.has("properties") && schema.has("additionalProperties")) {
            errors.add(FieldError.forbidden(
                    path + ".additionalProperties", "additionalProperties and properties are mutual exclusive"));
        }
        schema.path("properties")
                .properties()
                .forEach(field -> node(field.getValue(), path + ".properties[" + field.getKey() + "]", errors));
        if (schema.path("additionalProperties").isObject()) {
            node(schema.path("additionalProperties"), path + ".additionalProperties", errors);
        }
        if (schema.has("items")) {
            node(schema.path("items"), path + ".items", errors);
        }
    }

    private static void checkType(JsonNode schema, String path, List<FieldError> errors) {
        String type = schema.path("type").asText("");
        boolean free = schema.path("x-kubernetes-int-or-string").asBoolean(false)
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
        if (type.isEmpty() && !free) {
            errors.add(FieldError.required(path + ".type", "must not be empty for specified object fields"));
        } else if (!type.isEmpty() && !TYPES.contains(type)) {
            List<JsonNode> allowed = TYPES.stream()
                    .sorted()
                    .map(name -> (JsonNode) new TextNode(name))
                    .toList();
            errors.add(FieldError.unsupported(path + ".type", new TextNode(type), allowed));
        }
    }

    private static void checkListType(JsonNode schema, String path, List<FieldError> errors) {
        JsonNode keys = schema.path("x-kubernetes-list-map-keys");
        boolean map = schema.path("x-kubernetes-list-type").asText("").equals("map");
        if (map && keys.isEmpty()) {
            errors.add(FieldError.required(
                    path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        }
        for (JsonNode key : keys) {
            if (map && !schema.path("items").path("properties").has(key.asText())) {
                errors.add(FieldError.invalid(
                        path + ".x-kubernetes-list-map-keys", key, "entries must all be names of item properties"));
            }
        }
    }
}
