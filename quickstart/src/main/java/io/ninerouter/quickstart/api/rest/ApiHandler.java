package io.ninerouter.quickstart.api.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ninerouter.quickstart.api.discovery.DiscoveryDocuments;
import io.ninerouter.quickstart.api.discovery.OpenApiDocuments;
import io.ninerouter.quickstart.api.discovery.Reviews;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.token.AccountTokens;
import io.ninerouter.quickstart.api.type.ResourceType;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door: who comes in, what is told of it, where it goes, and how a failure is put. Thread-safe. */
final class ApiHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final Set<String> NAMESPACE_PARTS = Set.of("finalize");
    private static final String BY_NAME = "metadata.name=";

    private final Gate gate;
    private final TypeRegistry types;
    private final ResourceEndpoint resources;
    private final WatchEndpoint watches;
    private final InfoEndpoint info;
    private final TokenEndpoint tokens;

    ApiHandler(Gate gate, Backend backend) {
        this.gate = gate;
        this.types = backend.types();
        var pace = backend.pace();
        this.resources =
                new ResourceEndpoint(backend.reading(), backend.resources(), backend.deletions(), pace.clock());
        this.watches = new WatchEndpoint(backend.reading(), gate.faults(), pace.clock(), pace.bookmarks());
        this.tokens = new TokenEndpoint(backend.resources(), new AccountTokens(pace.clock()));
        this.info = new InfoEndpoint(
                new DiscoveryDocuments(types),
                new OpenApiDocuments(types, backend.schemas()),
                new Reviews(gate.token()::is));
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (http) {
            serveOrFail(new Exchange(http, gate.maxBody()));
        }
    }

    private void serveOrFail(Exchange exchange) throws IOException {
        try {
            serve(exchange);
        } catch (StatusException e) {
            exchange.answer(e.code(), e.toStatus());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("{} {}: the client has gone", exchange.method(), exchange.path(), e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), e);
            String message = "Internal error occurred: " + e.getClass().getSimpleName();
            exchange.answer(500, new StatusException(500, "InternalError", message, Json.object()).toStatus());
        }
    }

    private void serve(Exchange exchange) throws IOException, InterruptedException {
        if (!gate.token().matches(exchange.header("Authorization"))) {
            throw new StatusException(401, "Unauthorized", "Unauthorized", Json.object());
        }
        if (exchange.wantsUpgrade()) {
            // Clients that would rather watch over a WebSocket take this as a no and come back without.
            exchange.answer(200, "text/plain", new byte[0]);
            return;
        }
        Route route = Route.of(exchange.path());
        ApiRequest request = described(exchange, route);
        gate.observer().requestReceived(request);
        gate.faults().awaitResumed();
        if (refused(exchange, request)) {
            return;
        }
        switch (route) {
            case Route.Other other -> {
                if (!exchange.method().equals("GET") || !tokens.document(exchange, other.segments())) {
                    info.handle(exchange, other.segments());
                }
            }
            case Route.Resource resource -> {
                if (!info.review(exchange, resource)) {
                    resource(exchange, resource);
                }
            }
        }
    }

    private void resource(Exchange exchange, Route.Resource route) throws IOException, InterruptedException {
        ResourceType type =
                types.find(route.group(), route.version(), route.plural()).orElseThrow(StatusException::noSuchPath);
        boolean token = type.collection().equals("serviceaccounts")
                && route.subresource().equals(TokenEndpoint.SUBRESOURCE);
        boolean known = token
                || route.subresource().isEmpty()
                || (route.subresource().equals("status") && type.traits().statusSubresource())
                || (type.collection().equals("namespaces") && NAMESPACE_PARTS.contains(route.subresource()));
        boolean placed = route.namespace().isEmpty() || type.namespaced();
        if (!known || !placed) {
            throw StatusException.noSuchPath();
        }
        Target target = new Target(type, route.namespace(), route.name(), route.subresource());
        if (type.namespaced() && route.namespace().isEmpty() && (!route.name().isEmpty() || isCreate(exchange))) {
            throw StatusException.noSuchPath();
        }
        if (token) {
            tokens.issue(exchange, target);
        } else if (isWatch(exchange)) {
            watches.handle(exchange, target);
        } else {
            resources.handle(exchange, target);
        }
    }

    private boolean refused(Exchange exchange, ApiRequest request) throws IOException {
        var status = gate.faults().failureFor(request);
        if (status.isEmpty()) {
            return false;
        }
        int code = status.getAsInt();
        StatusException failure = new StatusException(code, reason(code), "injected fault", Json.object());
        if (code == 410 && request.verb().equals("watch")) {
            watches.refuse(exchange, failure);
            return true;
        }
        if (code == 429) {
            exchange.setHeader("Retry-After", "1");
        }
        throw failure;
    }

    private static String reason(int code) {
        return switch (code) {
            case 400 -> "BadRequest";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 409 -> "Conflict";
            case 410 -> "Expired";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            case 503 -> "ServiceUnavailable";
            case 504 -> "Timeout";
            default -> "InternalError";
        };
    }

    private static boolean isWatch(Exchange exchange) {
        return exchange.method().equals("GET") && exchange.query().flag("watch");
    }

    private static boolean isCreate(Exchange exchange) {
        return exchange.method().equals("POST");
    }

    private static ApiRequest described(Exchange exchange, Route route) {
        String agent = exchange.header("User-Agent");
        return switch (route) {
            case Route.Other _ -> ApiRequest.nonResource(exchange.method(), exchange.path(), agent);
            case Route.Resource resource -> {
                var attributes = new ApiRequest.Attributes(
                        resource.group(),
                        resource.plural(),
                        resource.subresource(),
                        resource.namespace(),
                        name(exchange, resource));
                String verb = verb(exchange, resource.name().isEmpty());
                yield new ApiRequest(verb, attributes, exchange.path(), agent);
            }
        };
    }

    /** As an authorizer sees it: who lists or watches a collection by name asks for that object. */
    private static String name(Exchange exchange, Route.Resource resource) {
        String selector = exchange.query().text("fieldSelector");
        boolean byName = resource.name().isEmpty()
                && exchange.method().equals("GET")
                && selector.startsWith(BY_NAME)
                && selector.indexOf(',') < 0;
        return byName ? selector.substring(BY_NAME.length()) : resource.name();
    }

    private static String verb(Exchange exchange, boolean collection) {
        return switch (exchange.method()) {
            case "GET", "HEAD" -> isWatch(exchange) ? "watch" : collection ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> exchange.method().toLowerCase(Locale.ROOT);
        };
    }
}
