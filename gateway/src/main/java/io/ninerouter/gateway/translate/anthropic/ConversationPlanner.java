package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.translate.anthropic.Conversation.Turn;
import io.ninerouter.gateway.translate.claude.ClaudeModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings messages into the order that the API asks for: instructions first, then turns of user and assistant, the user's
 * first. Instructions in the middle stand behind a turn of the user where the model takes them, and are words of the user
 * elsewhere. What a client of this very dialect sent keeps its order. Results of tools stand at the head of the user's turn
 * already: RequestShaper pairs them.
 */
final class ConversationPlanner {
    private static final String BEGIN = "[The conversation begins here.]";
    private static final String GO_ON = "Go on exactly where the last message ends.";

    private final Exchange exchange;
    private final ClaudeModel model;
    private final PartFitting fitting;
    private final boolean own;
    private final List<Part> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    /** Instructions that wait for the end of the user's turn. */
    private final List<Turn> waiting = new ArrayList<>();

    private ConversationPlanner(Exchange exchange, ClaudeModel model) {
        this.exchange = exchange;
        this.model = model;
        this.fitting = new PartFitting(exchange);
        this.own = exchange.client() == Dialect.ANTHROPIC;
    }

    /**
     * The conversation.
     *
     * @param anew whether the answer cannot go on from a last turn of the assistant: thinking will be on, or a schema binds it
     */
    static Conversation plan(List<Message> messages, Exchange exchange, ClaudeModel model, boolean anew) {
        ConversationPlanner planner = new ConversationPlanner(exchange, model);
        messages.forEach(planner::add);
        planner.finish(anew);
        return new Conversation(planner.system, planner.turns);
    }

    private void add(Message message) {
        if (message.role() == Role.DEVELOPER) {
            exchange.losses().approximated(Feature.DEVELOPER_ROLE, "as system");
        }
        if (message.name() != null) {
            exchange.losses().dropped(Feature.MESSAGE_NAME, "has no such member");
        }
        exchange.losses().foreign(message.extras(), Dialect.ANTHROPIC);
        List<Part> parts = fitting.fit(message.parts(), message.role());
        switch (message.role()) {
            case SYSTEM, DEVELOPER -> instructions(new Turn(Role.SYSTEM, parts, kept(message)));
            case USER, TOOL -> turn(new Turn(Role.USER, parts, kept(message)));
            case ASSISTANT -> {
                settle();
                turn(new Turn(Role.ASSISTANT, parts, kept(message)));
            }
        }
    }

    private static Extras kept(Message message) {
        return message.extras().foreignTo(Dialect.ANTHROPIC) ? Extras.NONE : message.extras();
    }

    private void instructions(Turn instructions) {
        boolean nothing =
                instructions.parts().isEmpty() && instructions.extras().equals(Extras.NONE);
        if (nothing) {
            return;
        }
        if (turns.isEmpty() && waiting.isEmpty() && instructions.extras().equals(Extras.NONE)) {
            system.addAll(instructions.parts());
        } else if (!model.systemInPlace()) {
            exchange.losses().approximated(Feature.SYSTEM_IN_PLACE, "as words of the user");
            instructions
                    .extras()
                    .members()
                    .keySet()
                    .forEach(name -> exchange.losses().dropped(Feature.VENDOR_FIELDS, name));
            turn(new Turn(Role.USER, instructions.parts(), Extras.NONE));
        } else if (own) {
            turns.add(instructions);
        } else {
            waiting.add(instructions);
        }
    }

    private void turn(Turn turn) {
        if (turn.parts().isEmpty() && turn.extras().equals(Extras.NONE)) {
            return;
        }
        if (!waiting.isEmpty()) {
            exchange.losses().approximated(Feature.SYSTEM_IN_PLACE, "behind the turn of the user");
        }
        boolean goesOn = !turns.isEmpty()
                && turns.getLast().role() == turn.role()
                && turn.extras().equals(Extras.NONE);
        if (goesOn) {
            turns.set(turns.size() - 1, turns.getLast().plus(turn.parts()));
        } else {
            turns.add(turn);
        }
    }

    /** The turn of the user is over: instructions that came with it stand behind it. */
    private void settle() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Part> parts = new ArrayList<>();
        waiting.forEach(each -> parts.addAll(each.parts()));
        waiting.clear();
        boolean behindUser = !turns.isEmpty() && turns.getLast().role() == Role.USER;
        if (behindUser) {
            turns.add(new Turn(Role.SYSTEM, parts, Extras.NONE));
        } else {
            exchange.losses().approximated(Feature.SYSTEM_IN_PLACE, "as words of the user");
            turn(new Turn(Role.USER, parts, Extras.NONE));
        }
    }

    private void finish(boolean anew) {
        settle();
        if (turns.isEmpty() || (turns.getFirst().role() != Role.USER && !own)) {
            exchange.losses().approximated(Feature.TURN_ORDER, "with a first turn of the user");
            turns.addFirst(said(BEGIN));
        }
        if (!own && turns.getLast().role() == Role.ASSISTANT) {
            prefilled(anew);
        }
    }

    private void prefilled(boolean anew) {
        Turn last = turns.getLast();
        if (last.parts().isEmpty() || !(last.parts().getLast() instanceof Part.Text text)) {
            // Calls of server tools go on by themselves; open calls are the client's to answer.
            return;
        }
        if (anew || !model.prefill()) {
            exchange.losses().approximated(Feature.ASSISTANT_PREFILL, "as a request to go on");
            turns.add(said(GO_ON));
        } else if (!text.text().equals(text.text().stripTrailing())) {
            // The API refuses white space at the end here.
            exchange.losses().approximated(Feature.ASSISTANT_PREFILL, "without white space at its end");
            List<Part> parts = new ArrayList<>(last.parts());
            parts.set(
                    parts.size() - 1,
                    new Part.Text(text.text().stripTrailing(), text.citations(), text.seal(), text.cache()));
            turns.set(turns.size() - 1, new Turn(last.role(), parts, last.extras()));
        }
    }

    private static Turn said(String text) {
        return new Turn(Role.USER, List.of(new Part.Text(text)), Extras.NONE);
    }
}
