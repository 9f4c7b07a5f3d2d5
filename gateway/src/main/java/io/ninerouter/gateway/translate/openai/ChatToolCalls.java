package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a choice's tool calls in order. The index may start at 1, be missing or be used twice; ids come
 * late, empty or repeated; names likewise. One call is told at a time: the next one waits until the arguments of the one
 * before are complete JSON, for nothing else tells that they are.
 */
final class ChatToolCalls {
    private final ChatChoiceDecoder choice;
    private final boolean unary;
    private final Exchange exchange;
    private final Map<Long, Slot> slots = new HashMap<>();
    /** Calls that are not complete, the first of them being told. */
    private final ArrayDeque<Slot> waiting = new ArrayDeque<>();

    private boolean any;

    ChatToolCalls(ChatChoiceDecoder choice, boolean unary, Exchange exchange) {
        this.choice = choice;
        this.unary = unary;
        this.exchange = exchange;
    }

    /** Whether there was any call. */
    boolean any() {
        return any;
    }

    /** Reads {@code tool_calls}. */
    void read(@Nullable RawJson list) {
        if (list == null || !list.isArray()) {
            return;
        }
        try (JsonReader in = list.read()) {
            in.array();
            while (in.nextElement()) {
                if (in.kind() == JsonKind.OBJECT) {
                    Fragment fragment = Fragment.read(in, exchange);
                    accept(slot(fragment), fragment);
                }
            }
        }
        if (unary) {
            flush();
        }
    }

    /** Reads the {@code function_call} that came before tools. */
    void legacy(@Nullable RawJson call) {
        if (call == null || !call.isObject()) {
            return;
        }
        try (JsonReader in = call.read()) {
            Fragment fragment = new Fragment();
            fragment.function(in, false);
            Slot known = slots.get(-1L);
            if (known == null && fragment.name.isEmpty()) {
                // Snowflake sends an empty one.
                return;
            }
            if (known == null) {
                known = open(-1L, fragment);
            }
            accept(known, fragment);
        }
    }

    /** Tells what is left; the calls are over. */
    void flush() {
        while (!waiting.isEmpty()) {
            Slot slot = waiting.removeFirst();
            tell(slot, true);
            end(slot);
        }
    }

    private void end(Slot slot) {
        slot.closed = true;
        choice.toolEnd();
    }

    private Slot slot(Fragment fragment) {
        Slot known = slots.get(fragment.index);
        boolean fresh = known == null
                || (fragment.index < 0 && !fragment.id.isEmpty() && (unary || !fragment.id.equals(known.id)))
                || (unary && fragment.index < 0)
                || (!fragment.id.isEmpty()
                        && !known.id.isEmpty()
                        && !fragment.id.equals(known.id)
                        && !fragment.name.isEmpty());
        return fresh || known == null ? open(fragment.index, fragment) : known;
    }

    private Slot open(long index, Fragment fragment) {
        Slot slot = new Slot(fragment.custom);
        slots.put(index, slot);
        waiting.addLast(slot);
        any = true;
        return slot;
    }

    private void accept(Slot slot, Fragment fragment) {
        if (slot.closed) {
            if (!fragment.input.isBlank()) {
                throw new BadJsonException("tool_calls: arguments of a call that was over (expected: of an open one)");
            }
            return;
        }
        slot.add(fragment);
        while (!waiting.isEmpty()) {
            Slot first = waiting.getFirst();
            tell(first, false);
            boolean done = waiting.size() > 1 && first.started && (first.custom || first.balance.complete());
            if (!done) {
                return;
            }
            end(waiting.removeFirst());
        }
    }

    private void tell(Slot slot, boolean last) {
        if (!slot.started) {
            // The id may still come, until the arguments do.
            boolean known = !slot.name.isEmpty() && (!slot.id.isEmpty() || !slot.pending.isEmpty());
            if (!known && !last) {
                return;
            }
            slot.started = true;
            ToolName name = new ToolName(slot.name, null, slot.custom);
            choice.toolStart(new PartHead.ToolCall(
                    exchange.callId(slot.id), name, slot.seal, new Extras(Dialect.OPENAI_CHAT, Map.of())));
            slot.seal = null;
        }
        for (String text : slot.pending) {
            choice.toolFragment(text);
        }
        slot.pending.clear();
        if (slot.seal != null) {
            choice.toolSeal(slot.seal);
            slot.seal = null;
        }
    }

    /** One call. */
    private static final class Slot {
        private final boolean custom;
        private final JsonBalance balance = new JsonBalance();
        private final List<String> pending = new ArrayList<>(2);
        private String id = "";
        private String name = "";
        private boolean started;
        private boolean closed;
        private @Nullable Seal seal;

        Slot(boolean custom) {
            this.custom = custom;
        }

        void add(Fragment fragment) {
            id = id.isEmpty() ? fragment.id : id;
            name = name.isEmpty() ? fragment.name : name;
            seal = fragment.seal == null ? seal : fragment.seal;
            if (!fragment.input.isEmpty()) {
                pending.add(fragment.input);
                balance.add(fragment.input);
            }
        }
    }

    /** One element of {@code tool_calls}. */
    private static final class Fragment {
        private long index = -1;
        private String id = "";
        private String name = "";
        private String input = "";
        private boolean custom;
        private @Nullable Seal seal;

        static Fragment read(JsonReader in, Exchange exchange) {
            Fragment fragment = new Fragment();
            in.object();
            while (in.nextField()) {
                switch (in.name()) {
                    case "index" -> fragment.index = Math.max(-1, in.lenientLong(-1));
                    case "id" -> fragment.id = or(in.lenientText());
                    case "type" -> fragment.custom |= "custom".equals(in.lenientText());
                    case "function" -> fragment.function(in, false);
                    case "custom" -> fragment.function(in, true);
                    case "extra_content" ->
                        fragment.seal =
                                ChatReasoning.signature(in, exchange.target().family());
                    default -> in.skip();
                }
            }
            return fragment;
        }

        /** Snowflake sends both members, one of them empty. */
        void function(JsonReader in, boolean free) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "name" -> {
                            String given = or(in.lenientText());
                            custom |= free && !given.isEmpty();
                            name = name.isEmpty() ? given : name;
                        }
                        case "arguments", "input" -> {
                            String given =
                                    in.kind() == JsonKind.OBJECT ? in.raw().text() : or(in.lenientText());
                            input = input.isEmpty() ? given : input;
                        }
                        default -> in.skip();
                    }
                }
            }
        }

        private static String or(@Nullable String text) {
            return text == null ? "" : text;
        }
    }
}
