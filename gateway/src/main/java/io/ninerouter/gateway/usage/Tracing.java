package io.ninerouter.gateway.usage;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a trace of each request, or of none. Thread-safe. */
@FunctionalInterface
public interface Tracing {
    /** No traces: costs nothing. */
    Tracing OFF = headers -> null;

    /**
     * A request has come.
     *
     * @param headers its headers: a value by name in lower case, null when absent
     * @return null = it is not traced
     */
    @Nullable
    RequestTrace begin(Function<String, @Nullable String> headers);
}
