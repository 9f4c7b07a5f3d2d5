package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.codec.PartSink;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the parts of one item go: on at once when it is the item's turn, otherwise into store, for providers may send the
 * pieces of several items in turns while the neutral model has one part after the other.
 */
final class ItemSink {
    private final PartSink answer;
    private final List<Runnable> stored = new ArrayList<>();
    private boolean live;
    private boolean open;

    ItemSink(PartSink answer) {
        this.answer = answer;
    }

    /** It is the item's turn. */
    void live() {
        live = true;
        stored.forEach(Runnable::run);
        stored.clear();
    }

    void start(PartHead head) {
        end();
        open = true;
        tell(() -> answer.start(head));
    }

    void fragment(String text) {
        if (!text.isEmpty()) {
            delta(new Delta.Fragment(text));
        }
    }

    void delta(Delta delta) {
        tell(() -> answer.delta(delta));
    }

    /** Ends the open part, if there is one. */
    void end() {
        if (open) {
            open = false;
            tell(answer::end);
        }
    }

    private void tell(Runnable step) {
        if (live) {
            step.run();
        } else {
            stored.add(step);
        }
    }
}
