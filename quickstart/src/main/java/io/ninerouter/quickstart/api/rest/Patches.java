package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.patch.MergePatch;
import io.ninerouter.quickstart.api.patch.StrategicMergePatch;
import io.ninerouter.quickstart.api.resource.Target;
import java.util.List;
import java.util.function.UnaryOperator;

/** Patches by their media type. */
final class Patches {

    /** The media type of server-side apply. */
    static final String APPLY = "application/apply-patch+yaml";

    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private Patches() {}

    /**
     * The change a patch makes.
     *
     * @throws StatusException 400 when the patch is malformed, 415 when this resource does not take its form
     */
    static UnaryOperator<ObjectNode> read(Target target, String contentType, byte[] body) {
        JsonNode patch = parse(body);
        return switch (contentType) {
            case JSON_PATCH -> current -> guarded(target, () -> JsonPatch.apply(patch, current));
            case MERGE_PATCH -> current -> guarded(target, () -> MergePatch.apply(current, patch));
            case STRATEGIC -> strategic(target, Bodies.require(patch));
            default -> throw unsupported(target);
        };
    }

    private static UnaryOperator<ObjectNode> strategic(Target target, ObjectNode patch) {
        if (target.type().traits().custom()) {
            throw unsupported(target);
        }
        return current -> guarded(
                target,
                () -> StrategicMergePatch.apply(current, patch, target.type().schema()));
    }

    private interface Step {
        JsonNode run();
    }

    private static ObjectNode guarded(Target target, Step step) {
        try {
            return Bodies.require(step.run());
        } catch (JsonPatchException e) {
            throw StatusException.invalid(
                    target.type().name(),
                    target.name(),
                    List.of(FieldError.invalid("patch", new TextNode(""), String.valueOf(e.getMessage()))));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.parse(body);
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static StatusException unsupported(Target target) {
        List<String> accepted = target.type().traits().custom()
                ? List.of(JSON_PATCH, MERGE_PATCH, APPLY)
                : List.of(JSON_PATCH, MERGE_PATCH, STRATEGIC, APPLY);
        return StatusException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", accepted));
    }
}
