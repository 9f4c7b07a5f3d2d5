package io.ninerouter.quickstart.api.error;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that ends in a {@code Status} of kind Failure. What is thrown is what the client reads, so a message names
 * objects and fields and never the contents of a Secret beyond the field that was refused.
 */
public final class StatusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    /** A failure with this HTTP status, reason and message, and these details (an empty object when there are none). */
    public StatusException(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    /** The HTTP status. */
    public int code() {
        return code;
    }

    /** The meta/v1 Status document that tells a client of it. */
    public ObjectNode toStatus() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    /** 404 for an object; the resource in its qualified form, such as {@code widgets.example.com}. */
    public static StatusException notFound(ResourceName resource, String name) {
        return new StatusException(
                404,
                "NotFound",
                "%s \"%s\" not found".formatted(resource.qualified(), name),
                resource.details(name, resource.plural()));
    }

    /** 404 for a path that leads to no resource at all. */
    public static StatusException noSuchPath() {
        return new StatusException(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    /** 409 for a create of a name that is taken. */
    public static StatusException alreadyExists(ResourceName resource, String name) {
        return new StatusException(
                409,
                "AlreadyExists",
                "%s \"%s\" already exists".formatted(resource.qualified(), name),
                resource.details(name, resource.plural()));
    }

    /** 409 for a write that is based on an older version or another object. */
    public static StatusException conflict(ResourceName resource, String name, String why) {
        return new StatusException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(resource.qualified(), name, why),
                resource.details(name, resource.plural()));
    }

    /** 422 with one cause a field; {@code errors} is not empty. */
    public static StatusException invalid(ResourceName resource, String name, List<FieldError> errors) {
        String all = errors.stream().map(FieldError::text).collect(Collectors.joining(", "));
        ObjectNode details = resource.details(name, resource.kind());
        ArrayNode causes = details.putArray("causes");
        for (FieldError error : errors) {
            causes.addObject()
                    .put("reason", error.reason())
                    .put("message", error.message())
                    .put("field", error.field());
        }
        String message = "%s \"%s\" is invalid: %s"
                .formatted(resource.qualifiedKind(), name, errors.size() == 1 ? all : "[" + all + "]");
        return new StatusException(422, "Invalid", message, details);
    }

    /** 403: who may do what is not the question here, what the object's state allows is. */
    public static StatusException forbidden(ResourceName resource, String name, String why) {
        return new StatusException(
                403,
                "Forbidden",
                "%s \"%s\" is forbidden: %s".formatted(resource.qualified(), name, why),
                resource.details(name, resource.plural()));
    }

    /** 400: the request itself is malformed. */
    public static StatusException badRequest(String message) {
        return new StatusException(400, "BadRequest", message, Json.object());
    }

    /** 500 for what cannot be applied because the schema does not have it: the server's own answer, which is no 4xx. */
    public static StatusException untyped(String message) {
        return new StatusException(500, "InternalError", message, Json.object());
    }

    /** 410: the history that was asked for is gone; the client has to list again. */
    public static StatusException expired(String message) {
        return new StatusException(410, "Expired", message, Json.object());
    }

    /** 405: the resource exists but does not know the verb. */
    public static StatusException methodNotAllowed() {
        return new StatusException(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Json.object());
    }

    /** 415: a body in a form this resource does not read. */
    public static StatusException unsupportedMediaType(String message) {
        return new StatusException(415, "UnsupportedMediaType", message, Json.object());
    }
}
