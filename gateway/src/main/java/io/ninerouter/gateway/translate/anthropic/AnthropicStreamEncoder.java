package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.SealCarrier;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message as events: {@code message_start}, blocks strictly one after the other, {@code message_delta} with the
 * stop reason and all usage, {@code message_stop}. Blocks of text and thought start with their first words: empty ones
 * would be refused when the client sends them back.
 */
final class AnthropicStreamEncoder implements Consumer<StreamEvent> {
    private final EventWriter out;
    private final ClientView view;
    private final BlockEvents blocks;
    private StreamEvent.@Nullable Started started;
    private boolean begun;
    private @Nullable Usage usage;
    private @Nullable StopReason reason;
    private boolean calls;
    private boolean refused;

    private @Nullable PartHead head;
    private boolean open;
    private boolean words;
    private @Nullable Seal seal;

    AnthropicStreamEncoder(Exchange exchange, EventWriter out) {
        this.out = out;
        this.view = new ClientView(exchange);
        this.blocks = new BlockEvents(out);
    }

    @Override
    public void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.Started start -> started = start;
            case StreamEvent.UsageReported(Usage told) -> usage = told;
            case StreamEvent.PartStarted start when start.choice() == 0 -> start(start.head());
            case StreamEvent.PartDelta delta when delta.choice() == 0 -> delta(delta.delta());
            case StreamEvent.PartEnded end when end.choice() == 0 -> end();
            case StreamEvent.Finished finished when finished.choice() == 0 -> reason = finished.reason();
            case StreamEvent.Finished _ -> view.dropped(Feature.CHOICES, "one answer only");
            case StreamEvent.PartStarted _, StreamEvent.PartDelta _, StreamEvent.PartEnded _ -> {
                // Of a choice that this dialect has no place for.
            }
            case StreamEvent.Heartbeat _ -> ping();
            case StreamEvent.Opaque opaque -> opaque(opaque);
            case StreamEvent.Ended _ -> ended();
            case StreamEvent.Failed(ApiError error) -> failed(error);
        }
    }

    /** The start waits for the first thing to follow, so that usage which comes at once is in it. */
    private void begin() {
        if (begun || started == null) {
            return;
        }
        begun = true;
        JsonWriter json = event("message_start").object("message");
        view.head(started, json);
        json.array("content").endArray().nothing("stop_reason").nothing("stop_sequence");
        view.usage(usage, json);
        json.endObject().endObject();
        out.end();
    }

    private void start(PartHead next) {
        begin();
        head = next;
        open = false;
        words = false;
        seal = null;
        switch (next) {
            case PartHead.ToolCall call -> {
                calls = true;
                if (call.seal() != null) {
                    blocks.sealed(SealCarrier.ofPartAfter(call.seal(), Dialect.ANTHROPIC));
                }
                blocks.startTool(call);
                open = true;
            }
            case PartHead.Refusal _ -> {
                refused = true;
                view.refusedInWords();
            }
            case PartHead.Whole whole -> whole(whole.part());
            case PartHead.Text _, PartHead.Reasoning _ -> {
                // Starts with its first words.
            }
        }
    }

    private void whole(Part part) {
        RawJson block = view.whole(part);
        if (block != null) {
            blocks.whole(block);
        }
    }

    private void delta(Delta delta) {
        switch (delta) {
            case Delta.Fragment fragment -> fragment(fragment.text());
            case Delta.Section _ -> section();
            case Delta.Sealed sealed -> seal = sealed.seal();
            case Delta.Cited cited -> {
                RawJson citation = view.citation(cited.citation());
                if (citation != null && head instanceof PartHead.Text) {
                    openText();
                    blocks.citation(citation);
                }
            }
            case Delta.Logprobs _ -> view.dropped(Feature.LOGPROBS, "has none");
        }
    }

    private void fragment(String text) {
        switch (head) {
            case PartHead.ToolCall _ -> blocks.arguments(text);
            case PartHead.Reasoning _ -> {
                if (!open) {
                    view.thoughtShown();
                    blocks.startThinking();
                    open = true;
                }
                blocks.thinking(text);
            }
            case PartHead.Text _, PartHead.Refusal _ -> {
                openText();
                blocks.text(text);
            }
            case PartHead.Whole _ -> {
                // Nothing follows these.
            }
            case null -> throw new IllegalStateException("text outside a part");
        }
        words = true;
    }

    private void openText() {
        if (!open) {
            blocks.startText();
            open = true;
        }
    }

    /** Each stretch of a thought is a block of its own: glued, their words would run into each other. */
    private void section() {
        if (open) {
            blocks.stop();
            open = false;
        }
    }

    private void end() {
        if (head instanceof PartHead.Reasoning) {
            endThought();
        } else {
            if (head instanceof PartHead.ToolCall && !words) {
                blocks.arguments("");
            }
            if (open) {
                blocks.stop();
            }
            if (seal != null) {
                blocks.sealed(SealCarrier.ofPartBefore(seal, Dialect.ANTHROPIC));
            }
        }
        head = null;
        open = false;
        seal = null;
    }

    private void endThought() {
        if (seal != null && ClientView.redacted(seal, words)) {
            blocks.redacted(seal.data());
            return;
        }
        if (seal != null && !open) {
            blocks.startThinking();
            open = true;
        }
        if (seal != null) {
            blocks.signature(view.signature(seal));
        }
        if (open) {
            blocks.stop();
        }
    }

    private void ping() {
        begin();
        event("ping").endObject();
        out.end();
    }

    private void opaque(StreamEvent.Opaque event) {
        if (event.dialect() == Dialect.ANTHROPIC) {
            begin();
            out.begin(event.name()).raw(event.json());
            out.end();
        }
    }

    private void ended() {
        begin();
        JsonWriter json = event("message_delta").object("delta");
        StopReason told = reason == null ? StopReason.of(StopReason.Kind.STOP, "") : reason;
        view.stop(told, calls, refused, json);
        json.endObject();
        view.usage(usage, json);
        json.endObject();
        out.end();
        event("message_stop").endObject();
        out.end();
        out.close();
    }

    private void failed(ApiError error) {
        AnthropicErrors.write(error, out.begin("error"));
        out.end();
        out.close();
    }

    private JsonWriter event(String type) {
        return out.begin(type).object().text("type", type);
    }
}
