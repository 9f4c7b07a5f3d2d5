package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.PartSink;
import io.ninerouter.gateway.frame.MalformedFrameException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls of tools whose fragments may come by turns: the first is told as it comes, the others once it is complete. Not
 * thread-safe.
 */
final class CallQueue {
    private static final class Call {
        final String id;
        final String name;
        final StringBuilder input = new StringBuilder();
        boolean told;
        int length;
        boolean complete;

        Call(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** Longest arguments, characters, all calls together. */
    private static final int MOST = 16 << 20;

    private final Exchange exchange;
    private final PartSink parts;
    private int length;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    CallQueue(Exchange exchange, PartSink parts) {
        this.exchange = exchange;
        this.parts = parts;
    }

    /**
     * A piece of a call.
     *
     * @param id empty = of the last one
     * @param input of its arguments; may be empty
     * @param stop whether it is the last
     */
    void add(String id, String name, String input, boolean stop) {
        if (!id.isEmpty() && done.contains(id)) {
            return;
        }
        Call call = find(id);
        if (call == null) {
            call = new Call(id, name);
            waiting.add(call);
        }
        length += input.length();
        if (length > MOST) {
            throw new MalformedFrameException(
                    "tool calls: arguments of over " + MOST + " characters (expected: no more in one answer)");
        }
        call.input.append(input);
        call.complete |= stop;
        tell();
    }

    private @Nullable Call find(String id) {
        if (id.isEmpty() && !waiting.isEmpty()) {
            return waiting.getLast();
        }
        for (Call call : waiting) {
            if (call.id.equals(id)) {
                return call;
            }
        }
        return null;
    }

    private void tell() {
        while (!waiting.isEmpty()) {
            Call first = waiting.getFirst();
            if (!first.told) {
                first.told = true;
                parts.start(new PartHead.ToolCall(
                        exchange.callId(first.id), ToolName.function(first.name), null, Extras.NONE));
            }
            parts.fragment(first.input.substring(first.length));
            first.length = first.input.length();
            if (!first.complete) {
                return;
            }
            parts.end();
            done.add(waiting.removeFirst().id);
        }
    }

    /** Nothing more comes of the calls so far. */
    void finish() {
        waiting.forEach(call -> call.complete = true);
        tell();
    }

    /** Whether no call is half said: one that was not ended may still have all of its arguments. */
    boolean whole() {
        return waiting.stream()
                .allMatch(call -> call.complete
                        || (!call.input.isEmpty()
                                && ToolInput.ofArguments(call.input.toString()) instanceof ToolInput.Json));
    }
}
