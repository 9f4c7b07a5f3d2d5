package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.PartSink;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a response, or a whole one, which is read as a stream of complete items. What an item is in the end
 * comes several times (with its own event, with that of its piece, with the response): only what is new is told.
 */
final class ResponsesStreamDecoder implements StreamDecoder {
    private final Consumer<StreamEvent> out;
    private final PartSink answer;
    private final ItemQueue items;
    private @Nullable ApiError error;
    private boolean started;
    private boolean over;

    ResponsesStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        this.out = out;
        this.answer = new PartSink(out);
        this.items = new ItemQueue(exchange, answer);
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        Utf8 text = Utf8.slice(data, from, to);
        if (over || text.isEmpty() || isDone(text)) {
            return;
        }
        WireEvent event = new WireEvent(name, text);
        switch (event.type()) {
            case "response.created", "response.in_progress", "response.queued" -> start(response(event));
            case "response.output_item.added" -> {
                WireItem item = event.item();
                if (item != null) {
                    start(null);
                    items.added(event.output(), item);
                }
            }
            case "response.output_item.done" -> {
                WireItem item = event.item();
                if (item != null) {
                    start(null);
                    items.done(event.output(), item);
                }
            }
            case "response.completed",
                    "response.incomplete",
                    "response.failed",
                    "response.cancelled",
                    "response.done" -> finish(response(event), event.type().substring("response.".length()));
            case "error" -> error(event);
            case "keepalive", "ping" -> alive();
            default -> other(event);
        }
    }

    @Override
    public boolean failing() {
        return error != null;
    }

    /** A response in one piece. */
    void whole(Utf8 body) {
        WireResponse response = new WireResponse(body);
        if (response.output() == null && response.error() == null) {
            throw new BadJsonException("output: missing (expected: a list)");
        }
        finish(response, "completed");
    }

    @Override
    public void alive() {
        if (started && !over) {
            out.accept(new StreamEvent.Heartbeat());
        }
    }

    @Override
    public void end() {
        fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer was cut"));
    }

    private static WireResponse response(WireEvent event) {
        return new WireResponse(event.response().bytes());
    }

    private void other(WireEvent event) {
        if (!event.type().startsWith("response.")) {
            start(null);
            out.accept(new StreamEvent.Opaque(
                    Dialect.OPENAI_RESPONSES, event.type(), event.raw().copy()));
            return;
        }
        start(null);
        items.event(event);
    }

    private void start(@Nullable WireResponse response) {
        if (!started) {
            started = true;
            out.accept(
                    response == null
                            ? new StreamEvent.Started("", "", 0)
                            : new StreamEvent.Started(response.id(), response.model(), response.created()));
        }
    }

    /** The first error counts: {@code response.failed} follows and brings the usage. */
    private void error(WireEvent event) {
        if (error == null) {
            Utf8 raw = event.raw().bytes();
            ApiError nested = new WireResponse(raw).error();
            error = nested != null ? nested : ResponsesErrors.read(JsonFields.of(raw.array(), raw.from(), raw.to()));
        }
    }

    /**
     * The last event.
     *
     * @param kind what the event says of the status, in case the response does not
     */
    private void finish(WireResponse response, String kind) {
        if (over) {
            return;
        }
        start(response);
        if (!items.any() && response.output() != null) {
            output(response.output());
        }
        items.close();
        if (response.usage() != null) {
            out.accept(new StreamEvent.UsageReported(response.usage()));
        }
        String status = (kind.equals("completed") || kind.equals("done"))
                        && !response.status().isEmpty()
                ? response.status()
                : kind;
        error = error == null ? response.error() : error;
        switch (status) {
            case "completed", "done" -> succeed(StopReason.of(done(), "completed"));
            case "incomplete" -> succeed(incomplete(response.incomplete()));
            case "failed" -> fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider gave no message"));
            default -> fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer is " + status));
        }
    }

    private void output(RawJson list) {
        try (JsonReader in = list.read()) {
            in.array();
            for (int index = 0; in.nextElement(); index++) {
                items.done(index, new WireItem(in.raw()));
            }
        }
    }

    private StopReason.Kind done() {
        return answer.calls() ? StopReason.Kind.TOOL_USE : StopReason.Kind.STOP;
    }

    private static StopReason incomplete(String reason) {
        return StopReason.of(
                switch (reason) {
                    case "", "max_output_tokens", "max_tokens", "length" -> StopReason.Kind.LENGTH;
                    case "content_filter" -> StopReason.Kind.CONTENT_FILTER;
                    default -> StopReason.Kind.OTHER;
                },
                reason.isEmpty() ? "incomplete" : reason);
    }

    private void succeed(StopReason reason) {
        if (error != null) {
            fail(error);
            return;
        }
        over = true;
        out.accept(new StreamEvent.Finished(0, reason));
        out.accept(new StreamEvent.Ended());
    }

    /** Fails with what the provider said, or with this. */
    private void fail(ApiError otherwise) {
        if (!over) {
            items.close();
            over = true;
            out.accept(new StreamEvent.Failed(error == null ? otherwise : error));
        }
    }

    private static boolean isDone(Utf8 text) {
        return text.array()[text.from()] == '[' && text.toString().strip().equals("[DONE]");
    }
}
