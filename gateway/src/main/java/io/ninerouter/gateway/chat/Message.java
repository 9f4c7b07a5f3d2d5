package io.ninerouter.gateway.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn, or a piece of one: neighbours may have the same role, except {@link Role#TOOL}, whose neighbours are merged.
 *
 * @param role who speaks
 * @param parts what is said, in order; may be empty
 * @param name of the speaker among several with one role; null = none
 * @param extras what else the client's dialect said of this message
 */
public record Message(Role role, List<Part> parts, @Nullable String name, Extras extras) {

    public Message {
        parts = parts == null ? List.of() : List.copyOf(parts);
        for (Part part : parts) {
            if ((part instanceof Part.ToolResult) != (role == Role.TOOL)) {
                throw new IllegalArgumentException("message of role " + role + ": "
                        + part.getClass().getSimpleName() + " (expected: tool results in role TOOL, and only there)");
            }
        }
    }

    /** A message without name or extras. */
    public static Message of(Role role, List<? extends Part> parts) {
        return new Message(role, List.copyOf(parts), null, Extras.NONE);
    }

    /** The same message with other parts. */
    public Message withParts(List<? extends Part> others) {
        return new Message(role, List.copyOf(others), name, extras);
    }

    /** All text of the message: its {@link Part.Text} parts, glued. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    /** Whether these are instructions. */
    public boolean isSystem() {
        return role == Role.SYSTEM || role == Role.DEVELOPER;
    }

    /**
     * Merges neighbours of {@link Role#TOOL}, and with {@code all} those of any one role and no name: what dialects need
     * whose turns have to alternate. Extras of the first win.
     */
    public static List<Message> merged(List<Message> messages, boolean all) {
        List<Message> merged = new ArrayList<>(messages.size());
        for (Message message : messages) {
            Message last = merged.isEmpty() ? null : merged.getLast();
            boolean fits = last != null
                    && last.role == message.role
                    && (message.role == Role.TOOL || (all && last.name == null && message.name == null));
            if (fits && last != null) {
                List<Part> parts = new ArrayList<>(last.parts);
                parts.addAll(message.parts);
                merged.set(merged.size() - 1, last.withParts(parts));
            } else {
                merged.add(message);
            }
        }
        return merged;
    }
}
