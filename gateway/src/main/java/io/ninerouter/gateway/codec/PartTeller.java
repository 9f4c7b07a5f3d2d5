package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import java.util.function.Consumer;

/** Tells parts of the one choice that a provider gives: pieces of one kind that follow each other are one part. Not thread-safe. */
public final class PartTeller {
    private enum Open {
        NOTHING,
        TEXT,
        REASONING,
        CALL
    }

    private final PartSink parts;
    private Open open = Open.NOTHING;
    private boolean silent = true;

    /** One that tells to {@code out}. */
    public PartTeller(Consumer<StreamEvent> out) {
        this.parts = new PartSink(out);
    }

    /** Whether nothing has been told. */
    public boolean silent() {
        return silent;
    }

    /** Whether a text is open. */
    public boolean inText() {
        return open == Open.TEXT;
    }

    /** Whether a tool of the client was called. */
    public boolean calls() {
        return parts.calls();
    }

    /** More of the text; nothing when it is empty. */
    public void text(String more) {
        say(Open.TEXT, new PartHead.Text(), more);
    }

    /** More of the thought; nothing when it is empty. */
    public void reasoning(String more) {
        say(Open.REASONING, new PartHead.Reasoning(null), more);
    }

    private void say(Open kind, PartHead head, String more) {
        if (!more.isEmpty() && open != kind) {
            start(kind, head);
        }
        parts.fragment(more);
    }

    /** A call begins. */
    public void call(PartHead.ToolCall head) {
        start(Open.CALL, head);
    }

    /** More of what is open; nothing when it is empty. */
    public void fragment(String more) {
        parts.fragment(more);
    }

    /** Something of what is open. */
    public void delta(Delta delta) {
        parts.delta(delta);
    }

    /** What is open ends. */
    public void close() {
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            parts.end();
        }
    }

    private void start(Open kind, PartHead head) {
        close();
        open = kind;
        silent = false;
        parts.start(head);
    }
}
