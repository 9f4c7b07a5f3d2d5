package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SealCarrier;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the items of an answer out of its parts. Neighbouring texts are pieces of one message, which therefore stays open
 * after its part; a call that breaks off stays open too, for only the reason of the end tells what it is.
 */
final class OutputEncoder {
    private static final String COMPLETED = "completed";

    private final Exchange exchange;
    private final Losses losses;
    private final ItemEvents events;
    private final boolean foreign;
    /** Log probabilities that came before the text they belong to. */
    private final List<RawJson> logprobs = new ArrayList<>();

    private @Nullable OutputItem open;
    private OutputItem.@Nullable Stretch stretch;
    private @Nullable Seal textSeal;

    OutputEncoder(Exchange exchange, ItemEvents events) {
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.events = events;
        this.foreign = exchange.target().dialect() != Dialect.OPENAI_RESPONSES;
    }

    void start(PartHead head) {
        switch (head) {
            case PartHead.Text _ -> words(false);
            case PartHead.Refusal _ -> words(true);
            case PartHead.Reasoning reasoning -> {
                close(COMPLETED);
                String id = reasoning.id();
                begin(new OutputItem.Thought((id == null || id.isEmpty()) ? next("rs_") : id));
            }
            case PartHead.ToolCall call -> {
                close(COMPLETED);
                if (call.seal() != null) {
                    carrier(SealCarrier.ofPartAfter(call.seal(), Dialect.OPENAI_RESPONSES));
                }
                boolean search = call.name().equals(ClientSearch.NAME) && ClientSearch.declaredIn(exchange.request());
                String id = next(search ? "tsc_" : call.name().custom() ? "ctc_" : "fc_");
                StringBuilder input = new StringBuilder();
                begin(search ? new OutputItem.Search(id, call, input) : new OutputItem.Call(id, call, input));
            }
            case PartHead.Whole(Part part) -> whole(part);
        }
    }

    private void words(boolean refusal) {
        OutputItem.Words words;
        if (open instanceof OutputItem.Words known) {
            words = known;
        } else {
            close(COMPLETED);
            words = new OutputItem.Words(next("msg_"), new ArrayList<>());
            begin(words);
        }
        words.content().add(new OutputItem.Content(refusal));
        events.content("response.content_part.added", words);
    }

    void delta(Delta delta) {
        switch (delta) {
            case Delta.Fragment(String text) -> fragment(text);
            case Delta.Section(boolean summary) -> {
                if (open instanceof OutputItem.Thought thought) {
                    stretch(thought, summary);
                }
            }
            case Delta.Sealed(Seal seal) -> {
                switch (open) {
                    case OutputItem.Thought thought -> thought.seal(seal);
                    case null, default -> textSeal = seal;
                }
            }
            case Delta.Cited(Citation citation) -> cited(citation);
            case Delta.Logprobs(RawJson json) -> logprobs(json);
        }
    }

    private void fragment(String text) {
        switch (open) {
            case OutputItem.Words words -> {
                words.last().text.append(text);
                events.words(words, text);
            }
            case OutputItem.Thought thought -> {
                OutputItem.Stretch into = stretch == null ? stretch(thought, false) : stretch;
                into.text().append(text);
                events.thought("delta", thought, into, text);
            }
            case OutputItem.Call call -> {
                call.input().append(text);
                events.input(call, text);
            }
            case OutputItem.Search search -> search.input().append(text);
            case null, default -> throw new IllegalStateException("fragment outside of a part");
        }
    }

    /** Clients show summaries, and few of them show the thought itself: what other dialects show goes as summary. */
    private OutputItem.Stretch stretch(OutputItem.Thought thought, boolean summary) {
        endStretch(thought);
        if (foreign && !summary) {
            losses.approximated(Feature.REASONING_DISPLAY, "thoughts as summaries");
        }
        OutputItem.Stretch next = thought.open(summary || foreign);
        stretch = next;
        events.stretch("added", thought, next);
        return next;
    }

    private void endStretch(OutputItem.Thought thought) {
        if (stretch != null) {
            events.thought("done", thought, stretch, stretch.text().toString());
            events.stretch("done", thought, stretch);
            stretch = null;
        }
    }

    private void cited(Citation citation) {
        if (!(open instanceof OutputItem.Words words) || !Annotations.sayable(citation)) {
            losses.dropped(Feature.CITATIONS, "of documents");
            return;
        }
        ByteBuilder bytes = new ByteBuilder(128);
        Annotations.write(citation, words.last().text.length(), new JsonWriter(bytes));
        byte[] written = bytes.take();
        words.last().annotations.add(new RawJson(Utf8.slice(written, 0, written.length)));
        events.annotation(words);
    }

    /** The lists of chat completions, which has one for refusals too. */
    private void logprobs(RawJson json) {
        try (JsonReader in = json.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("content") && in.lenientArray()) {
                        while (in.nextElement()) {
                            logprobs.add(in.raw().copy());
                        }
                    } else if (in.name().equals("refusal") && in.lenientArray() && in.nextElement()) {
                        losses.dropped(Feature.LOGPROBS, "of a refusal");
                        do {
                            in.skip();
                        } while (in.nextElement());
                    }
                }
            }
        }
    }

    /** The part is complete. */
    void end() {
        switch (open) {
            case OutputItem.Words words -> {
                if (!words.last().refusal) {
                    words.last().logprobs.addAll(logprobs);
                    logprobs.clear();
                }
                events.wordsDone(words);
                events.content("response.content_part.done", words);
            }
            case OutputItem.Call call -> {
                if (call.input().isEmpty() && !call.custom()) {
                    fragment("{}");
                }
                if (!call.broken()) {
                    close(COMPLETED);
                }
            }
            case OutputItem.Thought _, OutputItem.Search _ -> close(COMPLETED);
            case null, default -> {
                // Written whole.
            }
        }
        if (textSeal != null) {
            close(COMPLETED);
            carrier(SealCarrier.ofPartBefore(textSeal, Dialect.OPENAI_RESPONSES));
            textSeal = null;
        }
    }

    /**
     * Closes the open item.
     *
     * @param status {@code completed}, or {@code incomplete} when a limit has cut it
     */
    void close(String status) {
        OutputItem item = open;
        open = null;
        if (item == null) {
            return;
        }
        if (item instanceof OutputItem.Call call) {
            events.inputDone(call);
        }
        if (item instanceof OutputItem.Thought thought) {
            endStretch(thought);
        }
        events.done(item, status);
    }

    /** The answer is complete. */
    void finish(String status) {
        close(status);
        if (!logprobs.isEmpty()) {
            losses.dropped(Feature.LOGPROBS, "without a text");
        }
    }

    private void whole(Part part) {
        close(COMPLETED);
        switch (part) {
            case Part.Attachment attachment
            when attachment.kind() == Media.Kind.IMAGE && attachment.media() instanceof Media.Inline image ->
                complete(new OutputItem.Picture(next("ig_"), image));
            case Part.Attachment attachment ->
                losses.dropped(Feature.OUTPUT_MEDIA, attachment.kind().name());
            case Part.ServerTool tool
            when tool.dialect() == Dialect.OPENAI_RESPONSES -> complete(new OutputItem.Verbatim("", tool.json()));
            case Part.Opaque opaque
            when opaque.dialect() == Dialect.OPENAI_RESPONSES -> complete(new OutputItem.Verbatim("", opaque.json()));
            case Part.ServerTool tool -> losses.dropped(Feature.TOOLS_SERVER, tool.tool());
            case Part.Opaque opaque -> losses.dropped(Feature.VENDOR_PARTS, opaque.type());
            case Part.ToolResult _ -> losses.dropped(Feature.VENDOR_PARTS, "result of a tool in an answer");
            case Part.Text _, Part.Reasoning _, Part.Refusal _, Part.ToolCall _ ->
                throw new IllegalStateException("whole part: " + part.getClass() + " (expected: one without deltas)");
        }
    }

    private void complete(OutputItem item) {
        events.added(item);
        events.done(item, COMPLETED);
    }

    private void carrier(String carried) {
        OutputItem.Thought thought = new OutputItem.Thought(next("rs_"));
        events.added(thought);
        thought.seal(carried);
        events.done(thought, COMPLETED);
    }

    private void begin(OutputItem item) {
        open = item;
        events.added(item);
    }

    private String next(String prefix) {
        return exchange.ids().next(prefix);
    }
}
