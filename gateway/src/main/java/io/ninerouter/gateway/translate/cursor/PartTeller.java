package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import java.util.function.Consumer;

/** Tells parts of the only answer one after the other. Not thread-safe. */
final class PartTeller {
    private enum Open {
        NOTHING,
        TEXT,
        REASONING,
        CALL
    }

    private final Consumer<StreamEvent> out;
    private Open open = Open.NOTHING;
    private int part = -1;

    PartTeller(Consumer<StreamEvent> out) {
        this.out = out;
    }

    /** Whether nothing has been told. */
    boolean silent() {
        return part < 0;
    }

    /** More of the text. */
    void text(String more) {
        say(Open.TEXT, new PartHead.Text(), more);
    }

    /** More of the thought. */
    void reasoning(String more) {
        say(Open.REASONING, new PartHead.Reasoning(null), more);
    }

    private void say(Open kind, PartHead head, String more) {
        if (!more.isEmpty()) {
            if (open != kind) {
                start(kind, head);
            }
            fragment(more);
        }
    }

    /** A call begins. */
    void call(PartHead.ToolCall head) {
        start(Open.CALL, head);
    }

    /** More of what is open. */
    void fragment(String more) {
        out.accept(new StreamEvent.PartDelta(0, part, new Delta.Fragment(more)));
    }

    /** What is open ends. */
    void close() {
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            out.accept(new StreamEvent.PartEnded(0, part));
        }
    }

    private void start(Open kind, PartHead head) {
        close();
        open = kind;
        part++;
        out.accept(new StreamEvent.PartStarted(0, part, head));
    }
}
