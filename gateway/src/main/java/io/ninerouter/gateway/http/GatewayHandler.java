package io.ninerouter.gateway.http;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import io.ninerouter.gateway.dispatch.Dispatcher;
import io.ninerouter.gateway.dispatch.Time;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.usage.Tracing;
import io.ninerouter.gateway.usage.UsageListener;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/** Serves everything on the public port. One map look-up finds the route; there is no dispatcher between. Thread-safe. */
public final class GatewayHandler implements WebHandler {
    private final AskHandler asks;
    private final ModelsHandler models;
    private final ErrorAnswers errors;

    public GatewayHandler(
            Dispatcher dispatcher,
            LimitBoard limits,
            UsageListener listener,
            ErrorAnswers errors,
            Time time,
            Tracing tracing) {
        this.asks = new AskHandler(dispatcher, limits, listener, errors, time, tracing);
        this.models = new ModelsHandler(errors, dispatcher.health(), time);
        this.errors = errors;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return switch (Exchanges.route(exchange)) {
            case Route.Ask ask -> asks.handle(exchange, ask);
            case Route.Models list -> models.handle(exchange, list);
            case Route.NotBuilt missing ->
                errors.answer(
                        exchange,
                        ApiError.of(Kind.NOT_IMPLEMENTED, "path: " + missing.path() + " is not in this version"));
            case Route.NoWebSocket _ -> {
                exchange.getResponse().getHeaders().set("Upgrade", "HTTP/1.1");
                yield errors.answer(
                        exchange,
                        new ApiError(
                                Kind.INVALID_REQUEST,
                                426,
                                "upgrade_required",
                                "WebSocket is not served here (expected: POST)",
                                null));
            }
            case Route.WrongMethod wrong -> {
                exchange.getResponse().getHeaders().set("Allow", wrong.allowed());
                String method = exchange.getRequest().getMethod().name();
                yield errors.answer(
                        exchange,
                        new ApiError(
                                Kind.INVALID_REQUEST,
                                405,
                                "method_not_allowed",
                                "method: " + method + " (expected: " + wrong.allowed() + ")",
                                null));
            }
            case Route.Nowhere _ -> errors.answer(exchange, nowhere(exchange));
        };
    }

    private static ApiError nowhere(ServerWebExchange exchange) {
        String path = exchange.getRequest().getURI().getRawPath();
        return ApiError.of(Kind.NOT_FOUND, "not_found", "path: " + path + " (expected: a path of the API)");
    }
}
