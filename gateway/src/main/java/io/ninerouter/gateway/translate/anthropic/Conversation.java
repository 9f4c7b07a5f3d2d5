package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.codec.CacheEnd;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as the API takes it.
 *
 * @param system what stands in {@code system}
 * @param turns of USER and ASSISTANT in turns, the first one the user's; SYSTEM between them where the model takes that
 */
record Conversation(List<Part> system, List<Turn> turns) {

    Conversation {
        system = List.copyOf(system);
        turns = List.copyOf(turns);
    }

    /**
     * One element of {@code messages}.
     *
     * @param role USER (tool results included), ASSISTANT or SYSTEM
     */
    record Turn(Role role, List<Part> parts, Extras extras) {
        Turn {
            parts = List.copyOf(parts);
        }

        /** The same turn, going on. */
        Turn plus(List<Part> more) {
            List<Part> all = new ArrayList<>(parts);
            all.addAll(more);
            return new Turn(role, all, extras);
        }
    }

    /** The same with more instructions. */
    Conversation instructed(String text) {
        List<Part> more = new ArrayList<>(system);
        more.add(new Part.Text(text));
        return new Conversation(more, turns);
    }

    /** The same with cache hints where the fixed part of the prompt ends and where the conversation ends. */
    Conversation cached() {
        List<Part> instructions = new ArrayList<>(system);
        CacheEnd.mark(instructions);
        List<Turn> all = new ArrayList<>(turns);
        for (int i = all.size() - 1; i >= 0; i--) {
            Turn turn = all.get(i);
            if (turn.role() == Role.USER) {
                List<Part> parts = new ArrayList<>(turn.parts());
                CacheEnd.mark(parts);
                all.set(i, new Turn(turn.role(), parts, turn.extras()));
                break;
            }
        }
        return new Conversation(instructions, all);
    }
}
