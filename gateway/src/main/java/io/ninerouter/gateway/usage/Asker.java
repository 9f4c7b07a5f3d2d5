package io.ninerouter.gateway.usage;

import io.ninerouter.config.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for what.
 *
 * @param requestId as in {@code x-request-id}
 * @param caller name of the caller
 * @param dialect the caller's
 * @param action label of the action
 * @param model the model string as it was sent; null when the request was refused before it was read. Free text: for logs,
 *     never for a meter
 * @param stream whether a stream was asked for
 */
public record Asker(
        String requestId,
        String caller,
        Dialect dialect,
        String action,
        @Nullable String model,
        boolean stream) {}
