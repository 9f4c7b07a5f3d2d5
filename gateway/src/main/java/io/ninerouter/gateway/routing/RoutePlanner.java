package io.ninerouter.gateway.routing;

import io.ninerouter.gateway.snapshot.Snapshot;

/** Decides where a request goes. Pure and stateless. */
@SuppressWarnings("DoNotCallSuggester")
public final class RoutePlanner {
    private RoutePlanner() {}

    /** Plans one request against one snapshot. */
    public static RouteDecision plan(Snapshot snapshot, RouteRequest request, Conditions now) {
        throw new UnsupportedOperationException("not built yet");
    }
}
