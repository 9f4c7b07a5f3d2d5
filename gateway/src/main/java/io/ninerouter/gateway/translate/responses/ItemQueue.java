package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.PartSink;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of an answer, told one after the other in the order in which they came up. */
final class ItemQueue {
    private final Exchange exchange;
    private final PartSink answer;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final ArrayDeque<Slot> waiting = new ArrayDeque<>();
    private boolean any;

    ItemQueue(Exchange exchange, PartSink answer) {
        this.exchange = exchange;
        this.answer = answer;
    }

    /** Whether there was any item. */
    boolean any() {
        return any;
    }

    /** An item begins. Some providers give all of them the same index: the one before is over then. */
    void added(int index, WireItem item) {
        begin(index, item);
        advance();
    }

    private Slot begin(int index, WireItem item) {
        Slot before = slots.get(index);
        if (before != null) {
            before.done(null);
        }
        Slot slot = slot(index, item.type(), item);
        slot.id = item.id();
        return slot;
    }

    /** An item is complete; it may not have been added before. */
    void done(int index, WireItem item) {
        Slot known = slots.get(index);
        if (known != null && known.type.equals(item.type())) {
            if (!known.done) {
                known.id = item.id();
                known.done(item);
                advance();
                return;
            }
            if (known.id == null || known.id.equals(item.id())) {
                // Told before, or taken for done when the next one began.
                return;
            }
        }
        Slot slot = begin(index, item);
        slot.done(item);
        advance();
    }

    /** Something is added to an item, which may not have been announced. */
    void event(WireEvent event) {
        Slot slot = slots.get(event.output());
        String type = typeOf(event.type());
        if (slot == null || slot.done) {
            if (type.isEmpty()) {
                return;
            }
            slot = slot(event.output(), type, null);
        }
        slot.decoder.event(event);
        slot.quiet = event.type().endsWith(".done");
        advance();
    }

    /** Nothing more comes. */
    void close() {
        waiting.forEach(slot -> slot.done(null));
        advance();
    }

    private Slot slot(int index, String type, @Nullable WireItem item) {
        any = true;
        ItemSink sink = new ItemSink(answer);
        ItemDecoder decoder = switch (type) {
            case "message" -> new MessageItemDecoder(sink);
            case "reasoning" -> new ReasoningItemDecoder(sink, exchange.target().family(), item);
            case "function_call" -> new CallItemDecoder(sink, exchange, false, item);
            case "custom_tool_call" -> new CallItemDecoder(sink, exchange, true, item);
            default -> new WholeItemDecoder(sink);
        };
        Slot slot = new Slot(type, sink, decoder);
        slots.put(index, slot);
        waiting.add(slot);
        return slot;
    }

    /** Tells what may be told: the first item as it comes, and the next when that is over. */
    private void advance() {
        while (!waiting.isEmpty()) {
            Slot first = waiting.getFirst();
            if (!first.live) {
                first.live = true;
                first.sink.live();
            }
            if (first.quiet && waiting.size() > 1) {
                // Not every provider says that an item is done.
                first.done(null);
            }
            if (!first.done) {
                return;
            }
            waiting.removeFirst();
        }
    }

    /** The kind of item that an event is about; empty when it does not matter without the item. */
    private static String typeOf(String event) {
        return switch (event) {
            case "response.output_text.delta", "response.refusal.delta" -> "message";
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> "reasoning";
            case "response.function_call_arguments.delta" -> "function_call";
            case "response.custom_tool_call_input.delta" -> "custom_tool_call";
            default -> "";
        };
    }

    /** An item on its way. */
    private static final class Slot {
        private final String type;
        private final ItemSink sink;
        private final ItemDecoder decoder;
        private @Nullable String id;
        private boolean live;
        private boolean quiet;
        private boolean done;

        Slot(String type, ItemSink sink, ItemDecoder decoder) {
            this.type = type;
            this.sink = sink;
            this.decoder = decoder;
        }

        void done(@Nullable WireItem item) {
            if (!done) {
                done = true;
                decoder.done(item);
            }
        }
    }
}
