package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.PartSink;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the events of one message, and whole messages too, as one that arrives at once. */
final class AnthropicStreamDecoder implements StreamDecoder {
    private static final Set<String> MESSAGE =
            Set.of("id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "stop_details", "usage");

    private static final Utf8 DONE = Utf8.of("[DONE]");

    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final PartSink parts;
    private final BlockQueue blocks;
    private final MessageUsage usage = new MessageUsage();
    private @Nullable StopReason reason;
    private boolean started;
    private boolean over;

    AnthropicStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        this.exchange = exchange;
        this.out = out;
        this.parts = new PartSink(out);
        this.blocks = new BlockQueue(exchange, parts);
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        Utf8 bytes = Utf8.slice(data, from, to);
        if (over || bytes.isEmpty() || bytes.equals(DONE)) {
            return;
        }
        Event event = new Event(name);
        try (JsonReader in = JsonReader.of(bytes)) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    event.member(in);
                }
            }
        }
        handle(event, bytes);
    }

    private void handle(Event event, Utf8 bytes) {
        if (event.error != null && (event.type.isEmpty() || event.type.equals("error"))) {
            fail(AnthropicErrors.read(event.error));
            return;
        }
        if (!event.type.equals("message_start") && !event.type.equals("error")) {
            start("", "");
        }
        switch (event.type) {
            case "message_start" -> message(Members.of(event.body));
            case "content_block_start" -> blocks.start(event.index, event.body);
            case "content_block_delta" -> blocks.delta(event.index, event.body);
            case "content_block_stop" -> blocks.stop(event.index);
            case "message_delta" -> {
                stopped(Members.of(event.body));
                report(event.usage);
            }
            case "message_stop" -> complete();
            case "ping" -> out.accept(new StreamEvent.Heartbeat());
            case "error" -> fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider gave no message"));
            default -> unknown(event.type, bytes);
        }
    }

    private void unknown(String type, Utf8 bytes) {
        if (!type.isEmpty()) {
            out.accept(new StreamEvent.Opaque(
                    Dialect.ANTHROPIC, type, RawJson.parse(bytes).copy()));
        }
    }

    /** The message as it starts, or all of it. */
    void message(Members message) {
        start(text(message, "id"), text(message, "model"));
        message.rest(MESSAGE).keySet().forEach(name -> exchange.losses().dropped(Feature.VENDOR_FIELDS, name));
        report(message.raw("usage"));
        RawJson content = message.raw("content");
        if (content != null) {
            content(content);
        }
        stopped(message);
    }

    private void content(RawJson content) {
        try (JsonReader in = content.read()) {
            if (in.kind() == JsonKind.TEXT) {
                // Not of this dialect, but unmistakable.
                blocks.start(
                        -1, RawJson.of("{\"type\":\"text\",\"text\":" + in.raw().text() + "}"));
                blocks.stop(-1);
            } else if (in.lenientArray()) {
                while (in.nextElement()) {
                    blocks.start(-1, in.raw());
                    blocks.stop(-1);
                }
            }
        }
    }

    private void stopped(Members told) {
        String word = told.lenientText("stop_reason");
        if (word != null) {
            reason = StopWords.read(word, told.lenientText("stop_sequence"));
        }
        if (told.has("stop_details")) {
            exchange.losses().dropped(Feature.STOP_REASON, "details of a refusal");
        }
    }

    private void start(String id, String model) {
        if (!started) {
            started = true;
            out.accept(new StreamEvent.Started(id, model, 0));
        }
    }

    private void report(@Nullable RawJson told) {
        if (usage.merge(told)) {
            Usage total = usage.total();
            if (total != null) {
                out.accept(new StreamEvent.UsageReported(total));
            }
        }
    }

    /** The answer is complete. */
    void complete() {
        over = true;
        blocks.finish();
        if (reason == null) {
            reason = StopReason.of(parts.calls() ? StopReason.Kind.TOOL_USE : StopReason.Kind.STOP, "");
        }
        out.accept(new StreamEvent.Finished(0, reason));
        out.accept(new StreamEvent.Ended());
    }

    /** The answer is an error. */
    void fail(ApiError error) {
        over = true;
        out.accept(new StreamEvent.Failed(error));
    }

    @Override
    public void alive() {
        if (!over) {
            start("", "");
            out.accept(new StreamEvent.Heartbeat());
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        if (reason != null) {
            complete();
            return;
        }
        start("", "");
        blocks.finish();
        fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer was cut"));
    }

    private static String text(Members members, String name) {
        String text = members.lenientText(name);
        return text == null ? "" : text;
    }

    /** The members of one event. */
    private static final class Event {
        String type;
        long index = -1;
        RawJson body = RawJson.EMPTY_OBJECT;

        @Nullable
        RawJson usage;

        @Nullable
        RawJson error;

        Event(String name) {
            type = name;
        }

        void member(JsonReader in) {
            switch (in.name()) {
                case "type" -> {
                    String told = in.lenientText();
                    type = told == null ? type : told;
                }
                case "index" -> index = in.lenientLong(-1);
                case "message", "content_block", "delta" -> body = in.raw();
                case "usage" -> usage = in.rawOrNull();
                case "error" -> error = in.rawOrNull();
                default -> {
                    // Nothing that is needed.
                }
            }
        }
    }
}
