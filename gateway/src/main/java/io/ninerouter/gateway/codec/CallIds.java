package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives tool calls ids that the target accepts and that no other call of the conversation has, and their results the same.
 * Some providers number the calls of each answer from 0, so an id may come again: a result belongs to the last call before
 * it. Deterministic, so that a conversation that grows keeps its prefix, and with it the prompt cache.
 */
final class CallIds {
    private final NameRule rule;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> current = new HashMap<>();

    private CallIds(NameRule rule) {
        this.rule = rule;
    }

    static List<Message> repair(List<Message> messages, NameRule rule) {
        CallIds ids = new CallIds(rule);
        List<Message> repaired = new ArrayList<>(messages.size());
        for (Message message : messages) {
            repaired.add(ids.message(message));
        }
        return repaired;
    }

    private Message message(Message message) {
        List<Part> parts = null;
        for (int i = 0; i < message.parts().size(); i++) {
            Part part = message.parts().get(i);
            Part with = part(part);
            if (!with.equals(part)) {
                parts = parts == null ? new ArrayList<>(message.parts()) : parts;
                parts.set(i, with);
            }
        }
        return parts == null ? message : message.withParts(parts);
    }

    private Part part(Part part) {
        return switch (part) {
            case Part.ToolCall call -> {
                String id = fresh(call.id());
                current.put(call.id(), id);
                yield id.equals(call.id())
                        ? call
                        : new Part.ToolCall(id, call.name(), call.input(), call.seal(), call.cache(), call.extras());
            }
            case Part.ToolResult result -> {
                String id = current.computeIfAbsent(result.callId(), rule::repair);
                yield id.equals(result.callId())
                        ? result
                        : new Part.ToolResult(id, result.parts(), result.error(), result.cache(), result.extras());
            }
            default -> part;
        };
    }

    private String fresh(String id) {
        String base = rule.repair(id);
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            String suffix = "_" + i;
            name = base.substring(0, Math.min(base.length(), rule.maxLength() - suffix.length())) + suffix;
        }
        return name;
    }
}
