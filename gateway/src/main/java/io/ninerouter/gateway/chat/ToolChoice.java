package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;

/** Whether and which tool the model has to call. */
public sealed interface ToolChoice {

    /** As the model likes. */
    record Auto() implements ToolChoice {}

    /** No tool. */
    record None() implements ToolChoice {}

    /** Some tool. */
    record Any() implements ToolChoice {}

    /** This tool. */
    record Forced(ToolName name) implements ToolChoice {}

    /**
     * One of these.
     *
     * @param required whether one has to be called
     */
    record Allowed(boolean required, List<ToolName> names) implements ToolChoice {
        public Allowed {
            names = List.copyOf(names);
        }
    }

    /** What only its dialect knows, such as a choice of a server tool. */
    record Opaque(Dialect dialect, RawJson json) implements ToolChoice {}
}
