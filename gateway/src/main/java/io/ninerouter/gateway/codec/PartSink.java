package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import java.util.function.Consumer;

/** Tells parts of the one choice that a provider gives, numbered as they come. Not thread-safe. */
public final class PartSink {
    private static final int CHOICE = 0;

    private final Consumer<StreamEvent> out;
    private int part = -1;
    private boolean calls;

    /** One that tells to {@code out}. */
    public PartSink(Consumer<StreamEvent> out) {
        this.out = out;
    }

    /** The next part begins; the one before has ended. */
    public void start(PartHead head) {
        part++;
        calls |= head instanceof PartHead.ToolCall;
        out.accept(new StreamEvent.PartStarted(CHOICE, part, head));
    }

    /** The open part grows. */
    public void delta(Delta delta) {
        out.accept(new StreamEvent.PartDelta(CHOICE, part, delta));
    }

    /** A piece of text; nothing when it is empty. */
    public void fragment(String text) {
        if (!text.isEmpty()) {
            delta(new Delta.Fragment(text));
        }
    }

    /** The open part is complete. */
    public void end() {
        out.accept(new StreamEvent.PartEnded(CHOICE, part));
    }

    /** Whether a tool of the client was called. */
    public boolean calls() {
        return calls;
    }
}
