package io.ninerouter.gateway.security;

import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Pins the snapshot and decides who asks. The whole security chain: a gateway has no sessions, forms or cookies, so the
 * general one would only cost time on the hot path.
 */
public final class ApiKeyFilter implements WebFilter {
    private final SnapshotHolder snapshots;
    private final Predicate<ServerWebExchange> guarded;
    private final ServerAuthenticationEntryPoint unknown;
    private final ServerAccessDeniedHandler denied;
    private final LongSupplier millis;

    /**
     * @param guarded which requests need a caller; the others pass
     * @param unknown answers who is not known (401), or when nothing is configured yet (503)
     * @param denied answers who is known and may not (403)
     * @param millis epoch milliseconds
     */
    public ApiKeyFilter(
            SnapshotHolder snapshots,
            Predicate<ServerWebExchange> guarded,
            ServerAuthenticationEntryPoint unknown,
            ServerAccessDeniedHandler denied,
            LongSupplier millis) {
        this.snapshots = snapshots;
        this.guarded = guarded;
        this.unknown = unknown;
        this.denied = denied;
        this.millis = millis;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!guarded.test(exchange)) {
            return chain.filter(exchange);
        }
        Snapshot snapshot = snapshots.current();
        if (snapshot == null) {
            return unknown.commence(exchange, new AuthenticationServiceException("no configuration has arrived yet"));
        }
        ServerHttpRequest request = exchange.getRequest();
        SecretText key = PresentedKey.of(request.getHeaders(), request.getURI().getRawQuery());
        return switch (Callers.find(snapshot, key, millis.getAsLong())) {
            case Callers.Answer.Found(Caller caller) -> known(exchange, chain, snapshot, caller);
            case Callers.Answer.NotAllowed(String why)
            when requiresKey(snapshot) -> denied.handle(exchange, new AccessDeniedException(why));
            case Callers.Answer.NotKnown(String why)
            when requiresKey(snapshot) -> unknown.commence(exchange, new BadCredentialsException(why));
            case Callers.Answer.NotAllowed _, Callers.Answer.NotKnown _ ->
                admit(exchange, chain, snapshot, Caller.ANONYMOUS);
        };
    }

    private static boolean requiresKey(Snapshot snapshot) {
        return snapshot.settings().requireApiKey();
    }

    private Mono<Void> known(ServerWebExchange exchange, WebFilterChain chain, Snapshot snapshot, Caller caller) {
        return switch (caller.standing(millis.getAsLong())) {
            case ACTIVE -> admit(exchange, chain, snapshot, caller);
            case PAUSED ->
                denied.handle(exchange, new AccessDeniedException("API key of " + caller.name() + ": paused"));
            case EXPIRED ->
                denied.handle(exchange, new AccessDeniedException("API key of " + caller.name() + ": expired"));
        };
    }

    private static Mono<Void> admit(
            ServerWebExchange exchange, WebFilterChain chain, Snapshot snapshot, Caller caller) {
        new Admission(snapshot, caller).attach(exchange);
        return chain.filter(exchange);
    }
}
