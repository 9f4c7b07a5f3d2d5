package io.ninerouter.gateway.http;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import io.ninerouter.gateway.translate.Dialects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells errors in the dialect that the path stands for. Stateless. */
public final class ErrorAnswers implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException why) {
        boolean ours = why instanceof AuthenticationServiceException;
        return answer(exchange, ApiError.of(ours ? Kind.UNAVAILABLE : Kind.AUTHENTICATION, text(why)));
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException why) {
        return answer(exchange, ApiError.of(Kind.PERMISSION, text(why)));
    }

    /** Answers with an error. */
    Mono<Void> answer(ServerWebExchange exchange, ApiError error) {
        ServerHttpResponse response = exchange.getResponse();
        String requestId = Exchanges.requestId(exchange);
        Dialect dialect = dialect(exchange);
        response.setRawStatusCode(error.status());
        HttpHeaders headers = response.getHeaders();
        AnswerHeaders.identify(headers::set, requestId, dialect);
        Long delay = error.retryAfterSeconds();
        if (delay != null) {
            headers.set(HttpHeaders.RETRY_AFTER, delay.toString());
        }
        byte[] body = Dialects.errorBody(dialect, error, requestId);
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.setContentLength(body.length);
        return exchange.getRequest().getMethod().equals(HttpMethod.HEAD)
                ? response.setComplete()
                : response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    /** The dialect of an exchange: the path's; OpenAI's where the path says nothing. */
    static Dialect dialect(ServerWebExchange exchange) {
        Dialect dialect = Exchanges.route(exchange).dialect();
        return dialect == null ? Dialect.OPENAI_CHAT : dialect;
    }

    private static String text(Exception why) {
        @Nullable String message = why.getMessage();
        return message == null ? why.getClass().getSimpleName() : message;
    }
}
