package io.ninerouter.gateway.http;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.FixedLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;

/**
 * Where requests come in: makes the exchange, then security, then the handler. In place of WebFlux's own adapter, which
 * prepares observations, sessions and multipart forms for each request that a gateway has no use for.
 */
public final class Entrance implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private final WebFilter security;
    private final WebHandler handler;
    private final ErrorAnswers errors;
    private final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();
    private final LocaleContextResolver locale = new FixedLocaleContextResolver();
    private final WebSessionManager noSessions = exchange -> Mono.empty();

    /** @param errors says what went wrong when nobody else did */
    public Entrance(WebFilter security, WebHandler handler, ErrorAnswers errors) {
        this.security = security;
        this.handler = handler;
        this.errors = errors;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        ServerWebExchange exchange = new DefaultServerWebExchange(request, response, noSessions, codecs, locale);
        return security.filter(exchange, handler::handle).onErrorResume(cause -> unexpected(exchange, cause));
    }

    private Mono<Void> unexpected(ServerWebExchange exchange, Throwable cause) {
        LOG.error("request {}: failed unexpectedly", Exchanges.requestId(exchange), cause);
        if (Exchanges.nativeResponse(exchange).hasSentHeaders()) {
            return Mono.error(cause);
        }
        return errors.answer(exchange, ApiError.of(Kind.INTERNAL, "the gateway failed; its log says why"));
    }
}
