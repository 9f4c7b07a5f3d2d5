package io.ninerouter.operator.egress;

import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import java.util.concurrent.CompletableFuture;

/**
 * HTTP/1.1 calls of the operator to providers. Redirects are not followed, nothing is retried or kept: a call opens its
 * connection and closes it. Thread-safe.
 */
public interface OutboundHttp extends AutoCloseable {

    /**
     * Makes a call.
     *
     * @param way how the provider is reached: {@link Egress#of} of the connection
     * @return the answer, or an {@link OutboundException}; cancelling ends the call
     */
    CompletableFuture<OutboundReply> send(OutboundRequest request, Egress way);

    /** Ends calls that are under way. */
    @Override
    void close();

    /**
     * What the process says, beside what users declare.
     *
     * @param environment proxies for those who name none
     * @param allowLoopback {@link io.ninerouter.egress.AddressGuard#ALLOW_LOOPBACK}
     */
    record Surroundings(ProxyRules environment, boolean allowLoopback) {
        /** No proxy, nothing of this machine. */
        public static final Surroundings NONE = new Surroundings(ProxyRules.DIRECT, false);
    }
}
