package io.ninerouter.gateway.usage;

import io.ninerouter.config.GatewayConfig.RequestLog;

/** Is told what became of each attempt and request, once each, on the request's event loop: must be quick. */
public interface UsageListener {

    /** A request has come and will end with one {@link #request}. */
    void begun();

    /** An attempt is over. */
    void attempt(Asker asker, AttemptRecord attempt);

    /**
     * A request is over.
     *
     * @param log what the Router wants logged
     */
    void request(RequestRecord request, RequestLog log);

    /** Tells several. */
    static UsageListener all(UsageListener... listeners) {
        UsageListener[] each = listeners.clone();
        return new UsageListener() {
            @Override
            public void begun() {
                for (UsageListener listener : each) {
                    listener.begun();
                }
            }

            @Override
            public void attempt(Asker asker, AttemptRecord attempt) {
                for (UsageListener listener : each) {
                    listener.attempt(asker, attempt);
                }
            }

            @Override
            public void request(RequestRecord request, RequestLog log) {
                for (UsageListener listener : each) {
                    listener.request(request, log);
                }
            }
        };
    }
}
