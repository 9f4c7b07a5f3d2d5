package io.ninerouter.gateway.chat;

import org.jspecify.annotations.Nullable;

/**
 * What a client calls a tool.
 *
 * @param name not empty
 * @param namespace the group it is in (Codex); null = none
 * @param custom whether it takes free text rather than JSON
 */
public record ToolName(String name, @Nullable String namespace, boolean custom) {

    /** A function in no group. */
    public static ToolName function(String name) {
        return new ToolName(name, null, false);
    }

    /** A free-text tool in no group. */
    public static ToolName custom(String name) {
        return new ToolName(name, null, true);
    }
}
