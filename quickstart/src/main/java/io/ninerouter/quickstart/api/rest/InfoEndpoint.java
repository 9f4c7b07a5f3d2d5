package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.discovery.DiscoveryDocuments;
import io.ninerouter.quickstart.api.discovery.OpenApiDocuments;
import io.ninerouter.quickstart.api.discovery.Reviews;
import io.ninerouter.quickstart.api.error.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Everything that is no stored object: discovery, OpenAPI, health, reviews. Thread-safe. */
final class InfoEndpoint {

    private final DiscoveryDocuments discovery;
    private final OpenApiDocuments openApi;
    private final Reviews reviews;

    InfoEndpoint(DiscoveryDocuments discovery, OpenApiDocuments openApi, Reviews reviews) {
        this.discovery = discovery;
        this.openApi = openApi;
        this.reviews = reviews;
    }

    void handle(Exchange exchange, List<String> segments) throws IOException {
        if (!exchange.method().equals("GET")) {
            throw StatusException.methodNotAllowed();
        }
        String first = segments.isEmpty() ? "" : segments.getFirst();
        switch (first) {
            case "healthz", "livez", "readyz" ->
                exchange.answer(200, "text/plain", "ok".getBytes(StandardCharsets.UTF_8));
            case "openapi" -> openApi(exchange, segments);
            default -> exchange.answer(200, document(segments).orElseThrow(StatusException::noSuchPath));
        }
    }

    private Optional<ObjectNode> document(List<String> segments) {
        return switch (segments.size()) {
            case 0 -> Optional.of(discovery.paths());
            case 1 ->
                switch (segments.getFirst()) {
                    case "version" -> Optional.of(discovery.version());
                    case "api" -> Optional.of(discovery.coreVersions());
                    case "apis" -> Optional.of(discovery.groups());
                    default -> Optional.empty();
                };
            case 2 ->
                segments.getFirst().equals("apis")
                        ? discovery.group(segments.get(1))
                        : segments.getFirst().equals("api")
                                ? discovery.resources("", segments.get(1))
                                : Optional.empty();
            case 3 ->
                segments.getFirst().equals("apis")
                        ? discovery.resources(segments.get(1), segments.get(2))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private void openApi(Exchange exchange, List<String> segments) throws IOException {
        if (segments.equals(List.of("openapi", "v2"))) {
            // An empty message is a valid document of the protobuf form, in which alone kubectl asks for it.
            exchange.answer(200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", new byte[0]);
            return;
        }
        if (segments.size() < 2 || !segments.get(1).equals("v3")) {
            throw StatusException.noSuchPath();
        }
        Optional<ObjectNode> document = switch (segments.size()) {
            case 2 -> Optional.of(openApi.index());
            case 4 -> openApi.document("", segments.get(3));
            case 5 -> openApi.document(segments.get(3), segments.get(4));
            default -> Optional.empty();
        };
        exchange.answer(200, document.orElseThrow(StatusException::noSuchPath));
    }

    /** Answers a review; false when the path leads to none. */
    boolean review(Exchange exchange, Route.Resource route) throws IOException {
        if (!Reviews.knows(route.groupVersion(), route.plural())) {
            return false;
        }
        if (!exchange.method().equals("POST")) {
            throw StatusException.methodNotAllowed();
        }
        ObjectNode answer = reviews.answer(route.groupVersion(), route.plural(), Bodies.object(exchange))
                .orElseThrow(StatusException::noSuchPath);
        exchange.answer(201, answer);
        return true;
    }
}
