package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the results of an assistant turn's calls right after it, in the order of the calls. Interrupted agents leave calls
 * without results and results without calls, and most providers refuse both: a missing result becomes an empty one that
 * failed, a lost result becomes words of the user. The calls of the last turn are left open.
 */
final class ResultPairing {
    private static final String NO_RESULT = "[no result: the call was interrupted]";

    private final Dialect target;
    private final Losses losses;
    private final List<Message> paired = new ArrayList<>();
    /** Calls of the last assistant turn, until the next one. */
    private final Set<String> open = new LinkedHashSet<>();
    /** Their results, by id of the call. */
    private final Map<String, Part.ToolResult> answered = new HashMap<>();
    /** What was said since, which has to stand behind the results. */
    private final List<Message> after = new ArrayList<>();

    private ResultPairing(Dialect target, Losses losses) {
        this.target = target;
        this.losses = losses;
    }

    static List<Message> pair(List<Message> messages, Dialect target, Losses losses) {
        ResultPairing pairing = new ResultPairing(target, losses);
        messages.forEach(pairing::add);
        pairing.close(true);
        return pairing.paired;
    }

    private void add(Message message) {
        switch (message.role()) {
            case ASSISTANT -> assistant(message);
            case TOOL -> results(message);
            case USER, SYSTEM, DEVELOPER -> (open.isEmpty() ? paired : after).add(message);
        }
    }

    private void assistant(Message message) {
        // Several messages may make up one turn: results belong behind the last of them that calls.
        if (!unanswered()) {
            close(false);
        }
        boolean continues = !open.isEmpty()
                && message.name() == null
                && message.extras().of(target).isEmpty();
        if (continues) {
            // The results of all calls come after all of them, and most providers look for them right behind each
            // message.
            List<Part> parts = new ArrayList<>(paired.getLast().parts());
            parts.addAll(message.parts());
            paired.set(paired.size() - 1, paired.getLast().withParts(parts));
            losses.foreign(message.extras(), target);
        } else {
            paired.add(message);
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                open.add(call.id());
            }
        }
    }

    private void results(Message message) {
        List<Part> lost = new ArrayList<>();
        for (Part part : message.parts()) {
            Part.ToolResult result = (Part.ToolResult) part;
            boolean first = open.contains(result.callId()) && answered.putIfAbsent(result.callId(), result) == null;
            if (!first) {
                losses.approximated(Feature.TOOL_RESULT_PAIRING, "result without its call as text");
                lost.add(new Part.Text("[result of tool call " + result.callId() + "]"));
                lost.addAll(result.parts());
            }
        }
        if (!lost.isEmpty()) {
            (open.isEmpty() ? paired : after).add(Message.of(Role.USER, lost));
        }
    }

    private void close(boolean atEnd) {
        if (!open.isEmpty() && !(atEnd && unanswered())) {
            List<Part> results = new ArrayList<>(open.size());
            for (String id : open) {
                Part.ToolResult result = answered.get(id);
                if (result == null) {
                    losses.approximated(Feature.TOOL_RESULT_PAIRING, "missing result as a failed one");
                    result = new Part.ToolResult(id, List.of(new Part.Text(NO_RESULT)), true, null, Extras.NONE);
                }
                results.add(result);
            }
            paired.add(Message.of(Role.TOOL, results));
        }
        open.clear();
        answered.clear();
        paired.addAll(after);
        after.clear();
    }

    /** Whether nothing has been said since the calls. */
    private boolean unanswered() {
        return after.isEmpty() && answered.isEmpty();
    }
}
