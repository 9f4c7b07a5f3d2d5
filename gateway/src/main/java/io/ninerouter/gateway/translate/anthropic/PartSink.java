package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import java.util.function.Consumer;

/** Tells parts of the one choice that this dialect has, numbered as they come. Not thread-safe. */
final class PartSink {
    private static final int CHOICE = 0;

    private final Consumer<StreamEvent> out;
    private int part = -1;
    private boolean calls;

    PartSink(Consumer<StreamEvent> out) {
        this.out = out;
    }

    void start(PartHead head) {
        part++;
        calls |= head instanceof PartHead.ToolCall;
        out.accept(new StreamEvent.PartStarted(CHOICE, part, head));
    }

    void delta(Delta delta) {
        out.accept(new StreamEvent.PartDelta(CHOICE, part, delta));
    }

    /** A piece of text; nothing when it is empty. */
    void fragment(String text) {
        if (!text.isEmpty()) {
            delta(new Delta.Fragment(text));
        }
    }

    void end() {
        out.accept(new StreamEvent.PartEnded(CHOICE, part));
    }

    /** Whether a tool of the client was called. */
    boolean calls() {
        return calls;
    }
}
