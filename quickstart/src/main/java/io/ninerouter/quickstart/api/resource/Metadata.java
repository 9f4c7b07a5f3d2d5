package io.ninerouter.quickstart.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What every object carries: what a client may write of it and what the server keeps. Stateless. */
public final class Metadata {

    private static final List<String> KEPT_BY_SERVER = List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "generateName");

    private Metadata() {}

    /** The metadata of an object, made when it has none. */
    public static ObjectNode of(ObjectNode object) {
        return Json.ensureObject(object, "metadata");
    }

    /** A text field of the metadata, empty when it is not there. */
    public static String text(JsonNode object, String field) {
        return object.path("metadata").path(field).asText("");
    }

    /** Whether the object waits for its finalizers. */
    public static boolean isDeleting(JsonNode object) {
        return object.path("metadata").hasNonNull("deletionTimestamp");
    }

    /** The finalizers of an object. */
    public static List<String> finalizers(JsonNode object) {
        return Json.stringList(object.path("metadata").path("finalizers"));
    }

    /** Takes from the version before, in place, what a client cannot change. */
    static void carryOver(ObjectNode current, ObjectNode next) {
        ObjectNode from = of(current);
        ObjectNode to = of(next);
        for (String field : KEPT_BY_SERVER) {
            JsonNode value = from.get(field);
            if (value == null) {
                to.remove(field);
            } else {
                to.set(field, value);
            }
        }
        to.remove("selfLink");
    }

    /** Drops empty maps and lists, as the server's own encoding does, so that they make no difference. */
    static void normalize(ObjectNode object) {
        ObjectNode metadata = of(object);
        for (String field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
            JsonNode value = metadata.get(field);
            if (value != null && value.isEmpty() && (value.isContainerNode() || value.isNull())) {
                metadata.remove(field);
            }
        }
        if (metadata.path("creationTimestamp").isNull()) {
            metadata.remove("creationTimestamp");
        }
    }

    /** What is wrong with labels, annotations, finalizers and owner references. */
    static List<FieldError> validate(JsonNode object) {
        List<FieldError> errors = new ArrayList<>();
        JsonNode metadata = object.path("metadata");
        for (var label : metadata.path("labels").properties()) {
            report(errors, "metadata.labels", label.getKey(), Names.checkQualified(label.getKey()));
            report(
                    errors,
                    "metadata.labels",
                    label.getValue().asText(),
                    Names.checkLabelValue(label.getValue().asText()));
        }
        long size = 0;
        for (var annotation : metadata.path("annotations").properties()) {
            report(errors, "metadata.annotations", annotation.getKey(), Names.checkQualified(annotation.getKey()));
            size += annotation.getKey().length()
                    + annotation.getValue().asText().length();
        }
        if (size > 256 << 10) {
            errors.add(FieldError.tooLong("metadata.annotations", 256 << 10));
        }
        validateOwners(metadata.path("ownerReferences"), errors);
        return errors;
    }

    private static void validateOwners(JsonNode owners, List<FieldError> errors) {
        int controllers = 0;
        for (int i = 0; i < owners.size(); i++) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                if (owners.get(i).path(field).asText("").isEmpty()) {
                    errors.add(FieldError.invalid(
                            "metadata.ownerReferences[" + i + "]." + field, new TextNode(""), "must not be empty"));
                }
            }
            controllers += owners.get(i).path("controller").asBoolean(false) ? 1 : 0;
        }
        if (controllers > 1) {
            errors.add(FieldError.invalid(
                    "metadata.ownerReferences",
                    new TextNode(""),
                    "Only one reference can have Controller set to true."));
        }
    }

    private static void report(List<FieldError> errors, String field, String value, String why) {
        if (!why.isEmpty()) {
            errors.add(FieldError.invalid(field, new TextNode(value), why));
        }
    }
}
