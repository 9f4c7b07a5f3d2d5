package io.ninerouter.gateway.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request.
 *
 * @param tools in order; those of one namespace are neighbours
 * @param choice null = not said, which is {@link ToolChoice.Auto} where there are tools
 * @param parallel whether several calls at once are welcome; null = not said
 */
public record Tooling(
        List<Tool> tools,
        @Nullable ToolChoice choice,
        @Nullable Boolean parallel) {
    /** No tools. */
    public static final Tooling NONE = new Tooling(List.of(), null, null);

    public Tooling {
        tools = tools == null ? List.of() : List.copyOf(tools);
    }
}
