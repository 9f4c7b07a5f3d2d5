package io.ninerouter.gateway.http;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A provider's stream, event by event, in any dialect. */
final class Told {
    private final List<StreamEvent> events = new ArrayList<>();
    private int parts;

    private Told() {
        events.add(new StreamEvent.Started("answer-1", "m", 1));
    }

    static Told begun() {
        return new Told();
    }

    Told text(String... pieces) {
        return part(new PartHead.Text(), pieces);
    }

    Told reasoning(String... pieces) {
        return part(new PartHead.Reasoning(null), pieces);
    }

    Told part(PartHead head, String... pieces) {
        open(head, pieces).events.add(new StreamEvent.PartEnded(0, parts - 1));
        return this;
    }

    /** A part that does not end. */
    Told open(PartHead head, String... pieces) {
        int part = parts++;
        events.add(new StreamEvent.PartStarted(0, part, head));
        for (String piece : pieces) {
            events.add(new StreamEvent.PartDelta(0, part, new Delta.Fragment(piece)));
        }
        return this;
    }

    Told used(long input, long output) {
        events.add(new StreamEvent.UsageReported(new Usage(input, 0, 0, output, 0)));
        return this;
    }

    Told ended(StopReason.Kind kind) {
        events.add(new StreamEvent.Finished(0, StopReason.of(kind, "")));
        events.add(new StreamEvent.Ended());
        return this;
    }

    String in(Dialect dialect) {
        return new String(
                Decoding.stream(Codecs.of(dialect), Decoding.exchange(dialect), events), StandardCharsets.UTF_8);
    }
}
