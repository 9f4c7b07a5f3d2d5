package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries seals of text and tool calls (Gemini's thought signatures) through clients whose dialect seals thoughts only: a
 * thought without words beside the part holds the wrapped seal, and a mark in front tells which neighbour it belongs to.
 * Clients send thoughts back as they got them.
 */
public final class SealCarrier {
    /** Belongs to the part before. */
    private static final char BEFORE = '<';
    /** Belongs to the part after. */
    private static final char AFTER = '>';

    private SealCarrier() {}

    /** The seal of a thought that carries the seal of the part before it. */
    public static String ofPartBefore(Seal seal, Dialect client) {
        return BEFORE + SealEnvelope.wrap(seal, client);
    }

    /** The seal of a thought that carries the seal of the part after it. */
    public static String ofPartAfter(Seal seal, Dialect client) {
        return AFTER + SealEnvelope.wrap(seal, client);
    }

    /** Puts carried seals back where they belong; carriers that lost their neighbour stay as sealed thoughts. */
    public static List<Part> unload(List<Part> parts) {
        List<Part> unloaded = new ArrayList<>(parts.size());
        Seal forNext = null;
        for (Part part : parts) {
            Seal carried = carried(part);
            if (carried == null) {
                unloaded.add(forNext == null ? part : sealed(part, forNext));
                forNext = null;
            } else if (mark(part) == AFTER) {
                forNext = carried;
            } else if (!unloaded.isEmpty()) {
                unloaded.set(unloaded.size() - 1, sealed(unloaded.getLast(), carried));
            }
        }
        return unloaded;
    }

    private static @Nullable Seal carried(Part part) {
        char mark = mark(part);
        return (mark == BEFORE || mark == AFTER) && part instanceof Part.Reasoning thought && thought.seal() != null
                ? SealEnvelope.unwrap(thought.seal().data().substring(1))
                : null;
    }

    private static char mark(Part part) {
        return part instanceof Part.Reasoning thought
                        && thought.sections().isEmpty()
                        && thought.seal() != null
                        && !thought.seal().data().isEmpty()
                ? thought.seal().data().charAt(0)
                : '\0';
    }

    private static Part sealed(Part part, Seal seal) {
        return switch (part) {
            case Part.Text text
            when text.seal() == null -> new Part.Text(text.text(), text.citations(), seal, text.cache());
            case Part.ToolCall call
            when call.seal() == null ->
                new Part.ToolCall(call.id(), call.name(), call.input(), seal, call.cache(), call.extras());
            default -> part;
        };
    }
}
