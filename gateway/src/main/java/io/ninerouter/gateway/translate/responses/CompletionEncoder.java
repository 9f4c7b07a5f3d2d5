package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.JsonWriter;

/** Writes a response in one piece. */
final class CompletionEncoder {
    private final Exchange exchange;
    private final JsonWriter out;

    CompletionEncoder(Exchange exchange, JsonWriter out) {
        this.exchange = exchange;
        this.out = out;
    }

    void encode(Completion completion) {
        ItemEvents events = new ItemEvents(null);
        OutputEncoder output = new OutputEncoder(exchange, events);
        Completion.Choice choice = completion.choice(0);
        StopReason reason = choice == null ? null : choice.reason();
        if (reason != null) {
            ResponseWriter.count(reason, exchange.losses());
        }
        if (completion.choices().size() > (choice == null ? 0 : 1)) {
            exchange.losses().dropped(Feature.CHOICES, "one answer only");
        }
        completion.emit(event -> part(event, output));
        output.finish(ResponseWriter.incomplete(reason).isEmpty() ? "completed" : "incomplete");
        new ResponseWriter(exchange, completion.id(), completion.model(), completion.created())
                .complete(reason, events.output(), completion.usage(), out);
    }

    private static void part(StreamEvent event, OutputEncoder output) {
        switch (event) {
            case StreamEvent.PartStarted start when start.choice() == 0 -> output.start(start.head());
            case StreamEvent.PartDelta delta when delta.choice() == 0 -> output.delta(delta.delta());
            case StreamEvent.PartEnded end when end.choice() == 0 -> output.end();
            default -> {
                // Known from the completion.
            }
        }
    }
}
