package io.ninerouter.gateway.chat;

import org.jspecify.annotations.Nullable;

/** What is known of a part of an answer when it starts. */
public sealed interface PartHead {

    /** A {@link Part.Text}: {@link Delta.Fragment}s are its text. */
    record Text() implements PartHead {}

    /** A {@link Part.Refusal}: {@link Delta.Fragment}s are its text. */
    record Refusal() implements PartHead {}

    /**
     * A {@link Part.Reasoning}: {@link Delta.Section} opens a stretch, {@link Delta.Fragment}s are its text; text before
     * any section belongs to the thought itself.
     *
     * @param id of the item in Responses; null = none
     */
    record Reasoning(@Nullable String id) implements PartHead {}

    /**
     * A {@link Part.ToolCall}: {@link Delta.Fragment}s are the JSON text of its arguments, or its free text.
     *
     * @param id unique within the answer, not empty
     * @param seal a signature that came with the call
     */
    record ToolCall(String id, ToolName name, @Nullable Seal seal, Extras extras) implements PartHead {
        public ToolCall {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("id of tool call: empty (expected: the provider's or a made one)");
            }
        }
    }

    /** A part that comes whole: no deltas follow. */
    record Whole(Part part) implements PartHead {}
}
