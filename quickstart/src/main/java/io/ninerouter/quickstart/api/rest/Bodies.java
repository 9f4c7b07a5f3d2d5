package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.DeleteOptions;
import io.ninerouter.quickstart.api.resource.DeleteOptions.Propagation;
import java.io.IOException;

/** Documents in the forms clients send them: JSON, YAML, and protobuf of the kinds kubectl creates by command. */
final class Bodies {

    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    private Bodies() {}

    /**
     * The object in a body.
     *
     * @throws StatusException 400 when it is none, 415 when its form is unknown
     */
    static ObjectNode object(Exchange exchange) throws IOException {
        byte[] body = exchange.body();
        try {
            JsonNode document = switch (exchange.contentType()) {
                case "", "application/json" -> Json.parse(body);
                case "application/yaml" -> Json.parseYaml(body);
                case PROTOBUF -> Protobuf.parse(body);
                default ->
                    throw StatusException.unsupportedMediaType(
                            "the body of the request was in an unknown format - accepted media types include:"
                                    + " application/json, application/yaml, " + PROTOBUF);
            };
            return require(document);
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    static ObjectNode require(JsonNode document) {
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw StatusException.badRequest("body: " + document.getNodeType() + " (expected: an object)");
    }

    /** What a DELETE says in its body and its query; the body counts more. */
    static DeleteOptions deleteOptions(Exchange exchange) throws IOException {
        byte[] raw = exchange.body();
        JsonNode body = raw.length == 0 || exchange.contentType().equals(PROTOBUF) ? Json.object() : parse(raw);
        String policy = body.path("propagationPolicy").asText(exchange.query().text("propagationPolicy"));
        boolean orphan =
                body.path("orphanDependents").asBoolean(exchange.query().flag("orphanDependents"));
        boolean dryRun = Json.stringList(body.path("dryRun")).contains("All")
                || exchange.query().text("dryRun").equals("All");
        JsonNode preconditions = body.path("preconditions");
        return new DeleteOptions(
                preconditions.path("uid").asText(""),
                preconditions.path("resourceVersion").asText(""),
                propagation(orphan ? "Orphan" : policy),
                dryRun);
    }

    private static JsonNode parse(byte[] raw) {
        try {
            return Json.parseYaml(raw);
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Propagation propagation(String policy) {
        return switch (policy) {
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            case "", "Background" -> Propagation.BACKGROUND;
            default ->
                throw StatusException.badRequest(
                        "propagationPolicy: " + policy + " (expected: Background, Foreground, Orphan)");
        };
    }
}
