package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.PartSink;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer. It has no reason to end and no end marker: it is complete when its body ends between two messages, with no
 * call of a tool half said. Metering and context usage are money and percent, not tokens: they are signs of life here.
 */
final class KiroStreamDecoder implements StreamDecoder {
    private enum Open {
        NOTHING,
        TEXT,
        REASONING
    }

    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final PartSink parts;
    private final CallQueue calls;
    private Open open = Open.NOTHING;
    private boolean started;
    private boolean said;
    private boolean cut;
    private boolean over;

    KiroStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        this.exchange = exchange;
        this.out = out;
        this.parts = new PartSink(out);
        this.calls = new CallQueue(exchange, parts);
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (over) {
            return;
        }
        switch (name) {
            case "assistantResponseEvent", "codeEvent" -> text(JsonFields.of(data, from, to));
            case "reasoningContentEvent" -> reasoning(JsonFields.of(data, from, to));
            case "toolUseEvent" -> toolUses(data, from, to);
            case "metadataEvent" -> metadata(JsonFields.of(data, from, to));
            case "metricsEvent" -> metrics(JsonFields.of(data, from, to));
            case "invalidStateEvent" -> invalid(JsonFields.of(data, from, to));
            case "error", "exception" -> invalid(JsonFields.of(data, from, to));
            case "messageStopEvent" -> said = true;
            default -> alive();
        }
    }

    private void text(JsonFields fields) {
        String content = fields.text("content");
        start(fields.text("modelId"));
        if (content != null && !content.isEmpty()) {
            go(Open.TEXT);
            parts.fragment(content);
        }
    }

    private void reasoning(JsonFields fields) {
        start(null);
        String text = fields.text("text");
        if (text != null && !text.isEmpty()) {
            go(Open.REASONING);
            parts.fragment(text);
        }
        if (fields.hasAny("signature", "redactedContent")) {
            exchange.losses().dropped(Feature.REASONING_SEAL, "the provider does not take it back");
        }
    }

    private void toolUses(byte[] data, int from, int to) {
        start(null);
        go(Open.NOTHING);
        try (JsonReader in = JsonReader.of(data, from, to)) {
            if (in.lenientArray()) {
                while (in.nextElement()) {
                    toolUse(in);
                }
            } else {
                toolUse(in);
            }
        }
    }

    private void toolUse(JsonReader in) {
        if (!in.lenientObject()) {
            return;
        }
        String id = "";
        String name = "";
        String input = "";
        boolean stop = false;
        while (in.nextField()) {
            switch (in.name()) {
                case "toolUseId" -> id = orEmpty(in.lenientText());
                case "name" -> name = orEmpty(in.lenientText());
                case "input" -> input = input(in.rawOrNull());
                case "stop" -> stop = "true".equals(in.scalar());
                default -> {
                    // Nothing that is needed.
                }
            }
        }
        said = true;
        calls.add(id, name, input, stop);
    }

    /** A fragment of the arguments' text, or the arguments. */
    private static String input(@Nullable RawJson input) {
        if (input == null) {
            return "";
        }
        String fragment = input.lenientText();
        return fragment == null ? input.text() : fragment;
    }

    private void metadata(JsonFields fields) {
        String at = "tokenUsage.";
        if (fields.hasAny(at + "uncachedInputTokens", at + "inputTokens", at + "outputTokens")) {
            boolean parted = fields.hasAny(at + "uncachedInputTokens");
            long read = fields.count(at + "cacheReadInputTokens");
            long written = fields.count(at + "cacheWriteInputTokens");
            long output = fields.count(at + "outputTokens");
            report(
                    parted
                            ? Usage.ofParts(fields.count(at + "uncachedInputTokens"), read, written, output, 0)
                            : Usage.ofTotals(fields.count(at + "inputTokens"), read, written, output, 0));
        }
    }

    private void metrics(JsonFields fields) {
        String at = fields.hasAny("metricsEvent.inputTokens", "metricsEvent.outputTokens") ? "metricsEvent." : "";
        if (fields.hasAny(at + "inputTokens", at + "outputTokens")) {
            report(Usage.ofParts(fields.count(at + "inputTokens"), 0, 0, fields.count(at + "outputTokens"), 0));
        }
    }

    private void report(Usage usage) {
        start(null);
        out.accept(new StreamEvent.UsageReported(usage));
    }

    /** The service has lost its way in this conversation: another one may know it. */
    private void invalid(JsonFields fields) {
        String reason = fields.text("reason");
        String message = fields.text("message");
        over = true;
        out.accept(new StreamEvent.Failed(ApiError.ofStatus(
                409,
                reason == null ? "invalid_state" : reason,
                message == null || message.isBlank() ? "the provider lost the state of the conversation" : message)));
    }

    private void start(@Nullable String model) {
        if (!started) {
            started = true;
            out.accept(new StreamEvent.Started("", orEmpty(model), 0));
        }
    }

    private void go(Open next) {
        said |= next != Open.NOTHING;
        if (next != Open.NOTHING) {
            // Other parts follow on a call: if it is half said, the rest can only come too late.
            cut |= !calls.whole();
            calls.finish();
        }
        if (open == next) {
            return;
        }
        if (open != Open.NOTHING) {
            parts.end();
        }
        open = next;
        if (next != Open.NOTHING) {
            parts.start(next == Open.TEXT ? new PartHead.Text() : new PartHead.Reasoning(null));
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void alive() {
        // Before the first word the model is not known.
        if (started && !over) {
            out.accept(new StreamEvent.Heartbeat());
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        over = true;
        boolean whole = calls.whole() && !cut;
        go(Open.NOTHING);
        calls.finish();
        if (!said || !whole) {
            start(null);
            String why =
                    said ? "the provider's answer was cut within a call of a tool" : "the provider's answer is empty";
            out.accept(new StreamEvent.Failed(ApiError.of(ApiError.Kind.UPSTREAM, why)));
            return;
        }
        start(null);
        out.accept(new StreamEvent.Finished(
                0, StopReason.of(parts.calls() ? StopReason.Kind.TOOL_USE : StopReason.Kind.STOP, "")));
        out.accept(new StreamEvent.Ended());
    }
}
