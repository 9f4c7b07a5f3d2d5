package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The conversation in the one order that the service takes: user and assistant in turn, the user first and last, nobody
 * silent, and in each turn of the user the results of the calls in the turn before it, all of them and no others.
 * Instructions are words of the first turn: there is no other place for them. Not thread-safe.
 */
final class Dialog {
    private static final String BEGIN = "[The conversation begins here.]";
    private static final String GO_ON = "Go on exactly where the last message ends.";
    private static final String NOTHING = "Go on.";
    private static final String RESULTS = "[Results of the tools.]";
    private static final String IMAGES = "[Images.]";
    private static final String SILENT = "...";
    private static final String NO_RESULT = "[no result: the call was interrupted]";

    private final Losses losses;
    private final TurnWriter words;
    private final List<Turn> turns = new ArrayList<>();
    private final StringBuilder system = new StringBuilder();

    private Dialog(Exchange exchange) {
        this.losses = exchange.losses();
        this.words = new TurnWriter(losses);
    }

    /**
     * Puts messages in order.
     *
     * @param instructions what else the model has to know from the start; may be empty
     * @return at least one turn, the first and the last of the user
     */
    static List<Turn> of(List<Message> messages, String instructions, Exchange exchange) {
        Dialog dialog = new Dialog(exchange);
        messages.forEach(dialog::add);
        dialog.instruct(instructions);
        dialog.finish();
        return dialog.turns;
    }

    private void add(Message message) {
        if (message.role() == Role.DEVELOPER) {
            losses.approximated(Feature.DEVELOPER_ROLE, "as words of the user");
        }
        if (message.name() != null) {
            losses.dropped(Feature.MESSAGE_NAME, "has no such member");
        }
        losses.foreign(message.extras(), Dialect.KIRO);
        switch (message.role()) {
            case SYSTEM, DEVELOPER -> {
                losses.approximated(Feature.SYSTEM_IN_PLACE, "as words of the user");
                String told = words.instructions(message.parts());
                if (turns.isEmpty()) {
                    instruct(told);
                } else if (!told.isBlank()) {
                    turn(true).say(told);
                }
            }
            case USER, TOOL -> words.user(message.parts(), turn(true));
            case ASSISTANT -> words.assistant(message.parts(), turn(false));
        }
    }

    private void instruct(String told) {
        if (!told.isBlank()) {
            system.append(system.isEmpty() ? "" : "\n\n").append(told);
        }
    }

    /** The last turn if it is theirs, otherwise a new one. */
    private Turn turn(boolean users) {
        if (turns.isEmpty() || turns.getLast().isUser() != users) {
            turns.add(users ? Turn.user() : Turn.assistant());
        }
        return turns.getLast();
    }

    private void finish() {
        if (turns.isEmpty() || !turns.getFirst().isUser()) {
            losses.approximated(Feature.TURN_ORDER, "with a first turn of the user");
            Turn first = Turn.user();
            first.say(BEGIN);
            turns.addFirst(first);
        }
        if (!turns.getLast().isUser()) {
            close(turns.getLast());
        }
        pair(Turn.assistant(), turns.getFirst());
        for (int i = 1; i < turns.size(); i++) {
            if (turns.get(i).isUser()) {
                pair(turns.get(i - 1), turns.get(i));
            }
        }
        turns.forEach(Dialog::fill);
        turns.getFirst().begin(system.toString());
    }

    private void close(Turn last) {
        Turn next = Turn.user();
        if (last.calls().isEmpty()) {
            losses.approximated(Feature.ASSISTANT_PREFILL, "as a request to go on");
            next.say(GO_ON);
        }
        turns.add(next);
    }

    /** RequestShaper has paired them; what only this order brings together, such as open calls at the end, is paired here. */
    private void pair(Turn asked, Turn answered) {
        Set<String> open = new HashSet<>();
        asked.calls().forEach(call -> open.add(call.id()));
        List<Turn.Result> results = List.copyOf(answered.results());
        answered.results().clear();
        for (Turn.Result result : results) {
            if (open.remove(result.callId())) {
                answered.results().add(result);
            } else {
                losses.approximated(Feature.TOOL_RESULT_PAIRING, "result without its call as text");
                result.texts().forEach(answered::say);
            }
        }
        for (Part.ToolCall call : asked.calls()) {
            if (open.contains(call.id())) {
                losses.approximated(Feature.TOOL_RESULT_PAIRING, "missing result as a failed one");
                answered.results().add(new Turn.Result(call.id(), List.of(NO_RESULT), true));
            }
        }
    }

    private static void fill(Turn turn) {
        if (!turn.text().isEmpty()) {
            return;
        }
        if (!turn.isUser()) {
            turn.say(SILENT);
        } else if (!turn.results().isEmpty()) {
            turn.say(RESULTS);
        } else {
            turn.say(turn.images().isEmpty() ? NOTHING : IMAGES);
        }
    }
}
