package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a response, numbered from 0: {@code response.created}, {@code response.in_progress}, those of its
 * items, and {@code response.completed} or {@code response.incomplete}, which repeats all items.
 */
final class ResponsesStreamEncoder implements Consumer<StreamEvent> {
    private final Exchange exchange;
    private final EventWriter out;
    private final ItemEvents events;
    private final OutputEncoder output;
    private @Nullable ResponseWriter response;
    private @Nullable StopReason reason;
    private @Nullable Usage usage;

    ResponsesStreamEncoder(Exchange exchange, EventWriter out) {
        this.exchange = exchange;
        this.out = out;
        this.events = new ItemEvents(out);
        this.output = new OutputEncoder(exchange, events);
    }

    @Override
    public void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.Started(String id, String model, long created) -> {
                ResponseWriter made = new ResponseWriter(exchange, id, model, created);
                response = made;
                for (String type : new String[] {"response.created", "response.in_progress"}) {
                    made.inProgress(begin(type).name("response"));
                    end();
                }
            }
            case StreamEvent.PartStarted(int choice, int _, PartHead head) -> {
                if (first(choice)) {
                    output.start(head);
                }
            }
            case StreamEvent.PartDelta(int choice, int _, Delta delta) -> {
                if (first(choice)) {
                    output.delta(delta);
                }
            }
            case StreamEvent.PartEnded(int choice, int _) -> {
                if (first(choice)) {
                    output.end();
                }
            }
            case StreamEvent.UsageReported(Usage reported) -> usage = reported;
            case StreamEvent.Heartbeat _ -> out.comment();
            case StreamEvent.Opaque(Dialect dialect, String name, RawJson _) ->
                exchange.losses().dropped(Feature.VENDOR_PARTS, name.isEmpty() ? dialect.name() : name);
            case StreamEvent.Finished(int choice, StopReason why) -> {
                if (first(choice)) {
                    finish(why);
                }
            }
            case StreamEvent.Ended _ -> ended();
            case StreamEvent.Failed(ApiError error) -> failed(error);
        }
    }

    private boolean first(int choice) {
        if (choice > 0) {
            exchange.losses().dropped(Feature.CHOICES, "one answer only");
        }
        return choice == 0;
    }

    private void finish(StopReason why) {
        reason = why;
        ResponseWriter.count(why, exchange.losses());
        output.finish(ResponseWriter.incomplete(why).isEmpty() ? "completed" : "incomplete");
    }

    private void ended() {
        if (response == null) {
            throw new IllegalStateException("ended before it was started");
        }
        output.finish("completed");
        String type = ResponseWriter.incomplete(reason).isEmpty() ? "response.completed" : "response.incomplete";
        response.complete(reason, events.output(), usage, begin(type).name("response"));
        end();
        out.close();
    }

    private void failed(ApiError error) {
        raw("error", ResponsesErrors.error(error, events.nextSequence()));
        String id = response == null ? "" : response.id();
        String model = response == null ? "" : response.model();
        long created = response == null ? 0 : response.created();
        raw("response.failed", ResponsesErrors.failed(error, id, model, created, events.nextSequence()));
        out.close();
    }

    private void raw(String name, String json) {
        out.begin(name).raw(RawJson.of(json));
        out.end();
    }

    private @Nullable JsonWriter json;

    private JsonWriter begin(String type) {
        JsonWriter writer = out.begin(type).object();
        json = writer;
        return writer.text("type", type).number("sequence_number", events.nextSequence());
    }

    private void end() {
        if (json != null) {
            json.endObject();
        }
        out.end();
    }
}
