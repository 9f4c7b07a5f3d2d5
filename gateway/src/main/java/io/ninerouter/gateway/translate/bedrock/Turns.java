package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.codec.CacheEnd;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages in the order that the service takes: instructions beside them, then user and assistant in turn, the user first.
 * Instructions in the middle are words of the user.
 */
final class Turns {
    private static final String BEGIN = "[The conversation begins here.]";
    private static final String NO_RESULT = "[no result: the call was interrupted]";
    private static final String GO_ON = "Go on exactly where the last message ends.";

    /** One turn; its parts are those of one or more messages. */
    record Turn(Role role, List<Part> parts) {}

    private final Exchange exchange;
    private final Losses losses;
    private final List<Part> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    private Turns(Exchange exchange) {
        this.exchange = exchange;
        this.losses = exchange.losses();
    }

    /**
     * Puts messages in order.
     *
     * @param anew whether the answer cannot go on from a last turn of the assistant: thinking will be on, or a schema binds it
     */
    static Turns of(List<Message> messages, Exchange exchange, boolean anew) {
        Turns turns = new Turns(exchange);
        PartFitting fitting = new PartFitting(exchange);
        messages.forEach(message -> turns.add(message, fitting));
        turns.finish(anew);
        return turns;
    }

    List<Part> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    /** Marks where the fixed part of the prompt ends and where the conversation ends. */
    void cache() {
        CacheEnd.mark(system);
        for (Turn turn : turns.reversed()) {
            if (turn.role() == Role.USER) {
                CacheEnd.mark(turn.parts());
                return;
            }
        }
    }

    private void add(Message message, PartFitting fitting) {
        if (message.role() == Role.DEVELOPER) {
            losses.approximated(Feature.DEVELOPER_ROLE, "as system");
        }
        if (message.name() != null) {
            losses.dropped(Feature.MESSAGE_NAME, "has no such member");
        }
        losses.foreign(message.extras(), Dialect.BEDROCK_CONVERSE);
        List<Part> parts = fitting.fit(message.parts(), message.role());
        if (parts.isEmpty()) {
            return;
        }
        switch (message.role()) {
            case SYSTEM, DEVELOPER -> {
                if (turns.isEmpty()) {
                    system.addAll(parts);
                } else {
                    losses.approximated(Feature.SYSTEM_IN_PLACE, "as words of the user");
                    turn(Role.USER, parts);
                }
            }
            case USER, TOOL -> turn(Role.USER, parts);
            case ASSISTANT -> turn(Role.ASSISTANT, parts);
        }
    }

    private void turn(Role role, List<Part> parts) {
        if (turns.isEmpty() || turns.getLast().role() != role) {
            turns.add(new Turn(role, new ArrayList<>()));
        }
        turns.getLast().parts().addAll(parts);
    }

    private void finish(boolean anew) {
        if (turns.isEmpty() || turns.getFirst().role() != Role.USER) {
            losses.approximated(Feature.TURN_ORDER, "with a first turn of the user");
            turns.addFirst(new Turn(Role.USER, new ArrayList<>(List.of(new Part.Text(BEGIN)))));
        }
        Turn last = turns.getLast();
        if (last.role() != Role.ASSISTANT) {
            return;
        }
        List<Part> results = new ArrayList<>();
        for (Part part : last.parts()) {
            if (part instanceof Part.ToolCall call) {
                losses.approximated(Feature.TOOL_RESULT_PAIRING, "missing result as a failed one");
                results.add(new Part.ToolResult(call.id(), List.of(new Part.Text(NO_RESULT)), true, null, Extras.NONE));
            }
        }
        if (!results.isEmpty()) {
            turn(Role.USER, results);
        } else if (last.parts().getLast() instanceof Part.Text text) {
            prefilled(last, text, anew);
        }
    }

    private void prefilled(Turn last, Part.Text text, boolean anew) {
        String stripped = text.text().stripTrailing();
        if (anew || !ConverseModel.prefills(exchange.target().model())) {
            losses.approximated(Feature.ASSISTANT_PREFILL, "as a request to go on");
            turn(Role.USER, List.of(new Part.Text(GO_ON)));
        } else if (!text.text().equals(stripped)) {
            losses.approximated(Feature.ASSISTANT_PREFILL, "without white space at its end");
            last.parts().removeLast();
            last.parts().add(new Part.Text(stripped, List.of(), null, text.cache()));
        }
    }
}
