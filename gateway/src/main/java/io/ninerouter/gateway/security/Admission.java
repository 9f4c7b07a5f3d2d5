package io.ninerouter.gateway.security;

import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Snapshot;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request that may go on.
 *
 * @param snapshot the configuration that it was admitted by and sees to its end
 * @param caller who asks
 */
public record Admission(Snapshot snapshot, Caller caller) {
    private static final String ATTRIBUTE = Admission.class.getName();

    /** What the filter decided. */
    public static Admission of(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(ATTRIBUTE);
    }

    void attach(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }
}
