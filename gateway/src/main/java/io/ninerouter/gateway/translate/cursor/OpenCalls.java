package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.PartTeller;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.frame.MalformedFrameException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts pieces of tool calls in order. One call is told at a time, as its pieces come; pieces of the next ones wait until it is
 * complete. Not thread-safe.
 */
final class OpenCalls {
    /** What the provider puts in front of the names of tools that we declared. */
    private static final String PREFIX = "mcp_" + MessageWriter.SERVER + "_";

    /** Longest arguments that wait, characters, all calls together. */
    private static final int MOST_WAITING = 16 << 20;

    private final Exchange exchange;
    private final PartTeller teller;
    private final Traits traits;
    private final LinkedHashMap<String, Call> open = new LinkedHashMap<>();
    /** Those that are told, by id, and whether the provider said that they were complete. */
    private final Map<String, Boolean> over = new HashMap<>();

    private @Nullable Set<String> declared;
    private String latest = "";
    private int waiting;
    private boolean any;

    OpenCalls(Exchange exchange, Traits traits, PartTeller teller) {
        this.exchange = exchange;
        this.traits = traits;
        this.teller = teller;
    }

    /** Whether there was any call. */
    boolean any() {
        return any;
    }

    /** The next piece; what repeats a call that was complete is passed over. */
    void add(WireCall piece) {
        String id = piece.id().isEmpty() ? latest : piece.id();
        if (id.isEmpty() && piece.name().isEmpty() && piece.served().isEmpty() && !piece.hasArguments()) {
            // The end of a call that is told.
            return;
        }
        Boolean complete = id.isEmpty() ? null : over.get(id);
        if (complete != null) {
            if (!complete && piece.hasArguments()) {
                throw new MalformedFrameException("tool call " + id + ": goes on after other parts of the answer"
                        + " (expected: one part after the other)");
            }
            return;
        }
        latest = id;
        open.computeIfAbsent(id, _ -> new Call()).add(piece);
        advance();
    }

    /** Nothing more comes of any. */
    void end() {
        open.values().forEach(call -> call.ended = true);
        advance();
    }

    private void advance() {
        while (!open.isEmpty()) {
            Map.Entry<String, Call> first = open.firstEntry();
            Call call = first.getValue();
            call.tell(first.getKey());
            if (!call.last && !call.ended) {
                return;
            }
            call.end(first.getKey());
            open.remove(first.getKey());
            over.put(first.getKey(), call.last);
            latest = latest.equals(first.getKey()) ? "" : latest;
        }
    }

    /** Which of ours a name is; the provider's own tools stay as they are called. */
    private String ours(String name, String served) {
        Set<String> known = declared();
        if (known.contains(name) || (name.isEmpty() && served.isEmpty())) {
            return name;
        }
        String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        if (known.contains(bare)) {
            return bare;
        }
        String bareServed = served.startsWith(PREFIX) ? served.substring(PREFIX.length()) : served;
        return known.contains(bareServed) || name.isEmpty() ? bareServed : name;
    }

    private Set<String> declared() {
        if (declared == null) {
            Set<String> names = new HashSet<>();
            for (Tool tool : exchange.request().tooling().tools()) {
                ToolName name = switch (tool) {
                    case Tool.Function function -> function.name();
                    case Tool.Custom custom -> custom.name();
                    case Tool.Server _ -> null;
                };
                if (name != null) {
                    names.add(exchange.toolNames().toSend(name, traits).name());
                }
            }
            declared = names;
        }
        return declared;
    }

    private final class Call {
        private final StringBuilder held = new StringBuilder();
        private String name = "";
        private String served = "";
        private boolean told;
        private boolean last;
        private boolean ended;
        /** Where the arguments are; null = none have come. A provider that fills both says the same twice. */
        private @Nullable Boolean inParameters;

        void add(WireCall piece) {
            name = name.isEmpty() ? piece.name() : name;
            served = served.isEmpty() ? piece.served() : served;
            last |= piece.last();
            boolean parameters = !piece.parameters().isEmpty();
            if (inParameters == null && (parameters || !piece.raw().isEmpty())) {
                inParameters = parameters;
            }
            String more = Boolean.TRUE.equals(inParameters) ? piece.parameters() : piece.raw();
            held.append(more);
            waiting += more.length();
            if (waiting > MOST_WAITING) {
                throw new MalformedFrameException("tool calls: arguments of over " + MOST_WAITING
                        + " characters at once (expected: one call after the other)");
            }
        }

        void tell(String id) {
            String called = ours(name, served);
            if (!told && !called.isEmpty()) {
                told = true;
                any = true;
                String given = exchange.callId(id);
                teller.call(new PartHead.ToolCall(given, ToolName.function(called), null, Extras.NONE));
            }
            if (told && !held.isEmpty()) {
                teller.fragment(held.toString());
                waiting -= held.length();
                held.setLength(0);
            }
        }

        void end(String id) {
            if (!told) {
                throw new MalformedFrameException("tool call " + id + ": no name (expected: that of a tool)");
            }
            teller.close();
        }
    }
}
