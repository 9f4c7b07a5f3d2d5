package io.ninerouter.gateway.translate.ollama;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.PartTeller;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer: one JSON text, or one a line. The line with {@code done} is the last; calls come whole, and with them the
 * reason is {@code stop} all the same. An error in the middle is a line of its own.
 */
final class OllamaStreamDecoder implements StreamDecoder {
    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final PartTeller teller;
    private boolean started;
    private boolean over;

    OllamaStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        this.exchange = exchange;
        this.out = out;
        this.teller = new PartTeller(out);
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (!over && from < to) {
            reply(WireReply.read(Utf8.slice(data, from, to)));
        }
    }

    /** An answer in one piece. */
    void whole(Utf8 body) {
        WireReply reply = WireReply.read(body);
        if (reply.error == null && !reply.said && !reply.done) {
            throw new BadJsonException("message: missing (expected: an object)");
        }
        // What comes whole is complete, whether it says so or not.
        reply.done = true;
        reply(reply);
    }

    private void reply(WireReply reply) {
        if (reply.error != null) {
            fail(reply.error);
            return;
        }
        if (!started) {
            started = true;
            out.accept(new StreamEvent.Started("", reply.model, reply.created));
        }
        teller.reasoning(reply.thinking);
        teller.text(reply.content);
        if (reply.logprobs != null) {
            if (teller.inText()) {
                teller.delta(new Delta.Logprobs(reply.logprobs));
            } else {
                exchange.losses().dropped(Feature.LOGPROBS, "apart from the text");
            }
        }
        reply.calls.forEach(this::call);
        if (reply.done) {
            finish(reply);
        }
    }

    private void call(WireReply.Call call) {
        teller.call(
                new PartHead.ToolCall(exchange.callId(call.id()), ToolName.function(call.name()), null, Extras.NONE));
        teller.fragment(call.arguments());
        teller.close();
    }

    private void finish(WireReply reply) {
        teller.close();
        over = true;
        if (reply.prompt != null || reply.generated != null) {
            out.accept(new StreamEvent.UsageReported(Usage.ofTotals(or(reply.prompt), 0, 0, or(reply.generated), 0)));
        }
        out.accept(new StreamEvent.Finished(0, StopReason.of(kind(reply.reason), reply.reason)));
        out.accept(new StreamEvent.Ended());
    }

    private static long or(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    /** Older servers give none; {@code load} and {@code unload} answer requests without messages. */
    private StopReason.Kind kind(String reason) {
        return switch (reason) {
            case "stop", "" -> teller.calls() ? StopReason.Kind.TOOL_USE : StopReason.Kind.STOP;
            case "load", "unload" -> StopReason.Kind.STOP;
            case "length" -> StopReason.Kind.LENGTH;
            default -> StopReason.Kind.OTHER;
        };
    }

    @Override
    public void end() {
        if (!over) {
            fail(ApiError.of(
                    ApiError.Kind.UPSTREAM,
                    started ? "the provider's answer was cut" : "the provider's answer is empty"));
        }
    }

    private void fail(ApiError error) {
        over = true;
        teller.close();
        out.accept(new StreamEvent.Failed(error));
    }
}
