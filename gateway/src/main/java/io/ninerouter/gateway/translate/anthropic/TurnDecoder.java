package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.codec.SealCarrier;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code messages}. A turn of the user that has tool results becomes several messages: results have a role of their own. */
final class TurnDecoder {
    private TurnDecoder() {}

    /**
     * Adds all messages of the array that the reader stands at.
     *
     * @param unknown takes members of blocks that the neutral model does not know
     */
    static void read(JsonReader in, List<Message> out, Map<String, RawJson> unknown) {
        if (!in.array()) {
            return;
        }
        for (int i = 0; in.nextElement(); i++) {
            try {
                turn(in, out, unknown);
            } catch (BadJsonException e) {
                String told = String.valueOf(e.getMessage());
                throw told.startsWith("messages.") || told.startsWith("JSON: ")
                        ? e
                        : new BadJsonException("messages." + i + "." + told);
            }
        }
    }

    private static void turn(JsonReader in, List<Message> out, Map<String, RawJson> unknown) {
        if (!in.object()) {
            throw in.expected("object");
        }
        String role = null;
        List<Part> parts = List.of();
        Map<String, RawJson> rest = new LinkedHashMap<>();
        while (in.nextField()) {
            switch (in.name()) {
                case "role" -> role = in.text();
                case "content" -> parts = BlockDecoder.content(in, unknown);
                default -> {
                    RawJson value = in.rawOrNull();
                    if (value != null) {
                        rest.put(in.name(), value);
                    }
                }
            }
        }
        Extras extras = rest.isEmpty() ? Extras.NONE : new Extras(Dialect.ANTHROPIC, rest);
        split(role(role), SealCarrier.unload(parts), extras, out);
    }

    private static Role role(@Nullable String role) {
        return switch (role) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            case null -> throw new BadJsonException("role: missing (expected: user, assistant or system)");
            default -> throw new BadJsonException("role: unknown (expected: user, assistant or system)");
        };
    }

    private static void split(Role role, List<Part> parts, Extras extras, List<Message> out) {
        Extras left = extras;
        int from = 0;
        for (int i = 1; i <= parts.size(); i++) {
            boolean results = parts.get(from) instanceof Part.ToolResult;
            if (i == parts.size() || (parts.get(i) instanceof Part.ToolResult) != results) {
                out.add(new Message(results ? Role.TOOL : role, new ArrayList<>(parts.subList(from, i)), null, left));
                left = Extras.NONE;
                from = i;
            }
        }
        if (parts.isEmpty()) {
            out.add(new Message(role, List.of(), null, extras));
        }
    }
}
