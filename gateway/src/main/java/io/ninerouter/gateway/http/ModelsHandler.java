package io.ninerouter.gateway.http;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import io.ninerouter.gateway.dispatch.Time;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.routing.ModelList;
import io.ninerouter.gateway.security.Admission;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Lists what the caller may use. Stateless. */
final class ModelsHandler {
    private final ErrorAnswers errors;
    private final Health health;
    private final Time time;

    ModelsHandler(ErrorAnswers errors, Health health, Time time) {
        this.errors = errors;
        this.health = health;
        this.time = time;
    }

    Mono<Void> handle(ServerWebExchange exchange, Route.Models asked) {
        Admission admission = Admission.of(exchange);
        Dialect shape = shape(exchange, asked);
        Predicate<Connection> refused = refused(admission.snapshot());
        String id = asked.id();
        if (id == null) {
            List<ModelList.Entry> entries = shape == Dialect.GEMINI
                    ? ModelList.withBareNames(admission.snapshot(), admission.caller(), refused)
                    : ModelList.of(admission.snapshot(), admission.caller(), refused);
            return json(exchange, ModelShapes.list(shape, entries));
        }
        ModelList.Entry entry = ModelList.find(admission.snapshot(), admission.caller(), refused, id);
        if (entry == null) {
            return errors.answer(
                    exchange, ApiError.of(Kind.NOT_FOUND, "model: " + id + " (expected: one that GET models lists)"));
        }
        return json(exchange, ModelShapes.one(shape, entry));
    }

    /** Whether a provider refuses an account's credential: its models are not usable before there is another. */
    private Predicate<Connection> refused(Snapshot snapshot) {
        long now = time.millis().getAsLong();
        return connection -> {
            Cooldown cooldown = health.cooling(connection.name(), "", snapshot.credential(connection.name()), now);
            return cooldown != null && cooldown.reason() == Cooldown.Reason.CREDENTIAL_REFUSED;
        };
    }

    private static Dialect shape(ServerWebExchange exchange, Route.Models asked) {
        boolean anthropic = asked.dialect() != Dialect.GEMINI
                && exchange.getRequest().getHeaders().containsHeader("anthropic-version");
        return anthropic ? Dialect.ANTHROPIC : asked.dialect();
    }

    private static Mono<Void> json(ServerWebExchange exchange, byte[] body) {
        ServerHttpResponse response = exchange.getResponse();
        AnswerHeaders.identify(
                response.getHeaders()::set, Exchanges.requestId(exchange), ErrorAnswers.dialect(exchange));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
