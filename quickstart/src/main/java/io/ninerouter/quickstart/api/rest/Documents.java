package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.resource.WriteOptions;
import io.ninerouter.quickstart.api.resource.WriteOptions.FieldValidation;

/** Whether a document is what its path says, and how it is to be written. */
final class Documents {

    private Documents() {}

    /** The document, which says the same as the path or nothing about its type, namespace and name. */
    static ObjectNode checked(Target target, ObjectNode body) {
        String kind = body.path("kind").asText(target.type().kind());
        String apiVersion = body.path("apiVersion").asText(target.type().apiVersion());
        if (!kind.equals(target.type().kind())
                || !apiVersion.equals(target.type().apiVersion())) {
            throw StatusException.badRequest("the API version in the data (%s, %s) does not match the expected API"
                            .formatted(apiVersion, kind)
                    + " version (%s, %s)"
                            .formatted(target.type().apiVersion(), target.type().kind()));
        }
        body.put("kind", kind).put("apiVersion", apiVersion);
        String namespace = Metadata.text(body, "namespace");
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw StatusException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        String name = Metadata.text(body, "name");
        if (!target.name().isEmpty() && !name.isEmpty() && !name.equals(target.name())) {
            throw StatusException.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(name, target.name()));
        }
        if (!target.name().isEmpty()) {
            Metadata.of(body).put("name", target.name());
        }
        return body;
    }

    static ObjectNode yaml(byte[] body) {
        try {
            return Bodies.require(Json.parseYaml(body));
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    static WriteOptions options(Exchange exchange) {
        String manager = exchange.query().text("fieldManager");
        if (manager.isEmpty()) {
            String agent = exchange.header("User-Agent");
            manager = agent.isEmpty() ? "unknown" : agent.split("/", 2)[0];
        }
        FieldValidation validation = switch (exchange.query().text("fieldValidation")) {
            case "Ignore" -> FieldValidation.IGNORE;
            case "Strict" -> FieldValidation.STRICT;
            default -> FieldValidation.WARN;
        };
        boolean dryRun = exchange.query().text("dryRun").equals("All");
        return new WriteOptions(manager, dryRun, validation, exchange.query().flag("force"));
    }
}
