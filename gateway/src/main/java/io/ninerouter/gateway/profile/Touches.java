package io.ninerouter.gateway.profile;

import io.ninerouter.gateway.frame.EditPlan;
import java.util.Map;

/**
 * What a profile does to a request.
 *
 * @param edits of the body, before those of the provider
 * @param headers to set, by lower-case name
 * @param fallbacks headers to set where the request has none of that name
 */
public record Touches(EditPlan edits, Map<String, String> headers, Map<String, String> fallbacks) {
    /** Nothing. */
    public static final Touches NONE = new Touches(EditPlan.NONE, Map.of(), Map.of());

    public Touches {
        headers = Map.copyOf(headers);
        fallbacks = Map.copyOf(fallbacks);
    }
}
