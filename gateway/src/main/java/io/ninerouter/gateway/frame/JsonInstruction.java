package io.ninerouter.gateway.frame;

import org.jspecify.annotations.Nullable;

/** Words that ask a model for JSON where nothing can make it. Stateless. */
public final class JsonInstruction {
    private JsonInstruction() {}

    /**
     * The instruction.
     *
     * @param object whether an object is wanted, not any value
     * @param description of what is wanted; null = none
     * @param schema JSON text that it must match; null = any
     */
    public static String of(boolean object, @Nullable String description, @Nullable String schema) {
        String only = "When you answer without calling a tool, answer with one JSON " + (object ? "object" : "value")
                + " and nothing else: no other words, no code fence.";
        String about = description == null ? "" : "\n" + description;
        return only + about + (schema == null ? "" : "\nIt must match this JSON Schema:\n" + schema);
    }
}
