package io.ninerouter.gateway.routing;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.snapshot.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param caller who asks
 * @param model the model string as it was sent
 * @param dialect what the caller speaks
 * @param affinityKey names the session that should stay on one account; null = none
 * @param needs what it needs of a model
 */
public record RouteRequest(
        Caller caller,
        String model,
        Dialect dialect,
        @Nullable String affinityKey,
        Needs needs) {

    /** A request of which nothing more is known. */
    public RouteRequest(Caller caller, String model, Dialect dialect, @Nullable String affinityKey) {
        this(caller, model, dialect, affinityKey, Needs.UNKNOWN);
    }
}
