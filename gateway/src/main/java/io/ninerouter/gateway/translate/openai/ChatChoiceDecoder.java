package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One choice: gives the deltas, which have no structure, parts that start and end. */
final class ChatChoiceDecoder {
    private enum Open {
        NOTHING,
        TEXT,
        REFUSAL,
        REASONING,
        TOOL
    }

    private final int index;
    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final ChatToolCalls calls;
    private final List<RawJson> logprobs = new ArrayList<>();
    private ChatReasoning.@Nullable Details details;
    private Open open = Open.NOTHING;
    private int part = -1;
    private String finish = "";
    /** Whether messages or deltas come, rather than bare text. */
    private boolean structured;
    /** Whether thoughts come as plain strings: then what the details say is the same again. */
    private boolean plain;

    ChatChoiceDecoder(int index, boolean unary, Exchange exchange, Consumer<StreamEvent> out) {
        this.index = index;
        this.exchange = exchange;
        this.out = out;
        this.calls = new ChatToolCalls(this, unary, exchange);
    }

    /** Tells what a chunk, or all of an answer, says of this choice. */
    void accept(WireChoice told) {
        if (told.logprobs != null && told.logprobs.isObject()) {
            logprobs.add(told.logprobs.copy());
        }
        if (finish.isEmpty()) {
            finish = told.finish;
        }
        ChatDelta delta = told.said();
        if (delta != null) {
            said(delta);
        }
        if (!structured) {
            text(told.text);
        }
        tellLogprobs();
    }

    private void tellLogprobs() {
        if (open != Open.NOTHING) {
            logprobs.forEach(json -> delta(new Delta.Logprobs(json)));
            logprobs.clear();
        }
    }

    void close() {
        calls.flush();
        seal();
        closePart();
    }

    boolean hasReason() {
        return !finish.isEmpty();
    }

    boolean failed() {
        return ChatStops.isError(finish);
    }

    StopReason reason() {
        return ChatStops.read(finish, calls.any());
    }

    private void said(ChatDelta delta) {
        structured = true;
        String detailed = details(delta.details());
        plain |= !delta.thought().isEmpty();
        // The order of speech, whatever the order of members.
        reasoning(plain ? delta.thought() : detailed);
        content(delta.content());
        refusal(delta.refusal());
        delta.lists().forEach(this::attachments);
        calls.read(delta.tools());
        calls.legacy(delta.legacy());
    }

    private String details(List<RawJson> elements) {
        if (elements.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (RawJson element : elements) {
            details = details == null ? new ChatReasoning.Details() : details;
            text.append(details.add(element));
        }
        return text.toString();
    }

    private void reasoning(String text) {
        if (!text.isEmpty()) {
            part(Open.REASONING, new PartHead.Reasoning(null));
            fragment(text);
        }
    }

    private void content(@Nullable RawJson content) {
        if (content == null) {
            return;
        }
        if (content.isText()) {
            text(content.lenientText());
            return;
        }
        try (JsonReader in = content.read()) {
            if (in.lenientArray()) {
                while (in.nextElement()) {
                    ChatContent.Piece piece = ChatContent.part(in);
                    if (piece.type().equals("thinking")) {
                        reasoning(piece.text());
                    } else {
                        text(piece.text());
                    }
                }
            }
        }
    }

    private void text(@Nullable String text) {
        if (text != null && !text.isEmpty()) {
            part(Open.TEXT, new PartHead.Text());
            fragment(text);
        }
    }

    private void refusal(String text) {
        if (!text.isEmpty()) {
            part(Open.REFUSAL, new PartHead.Refusal());
            fragment(text);
        }
    }

    /** Pictures and citations: lists of objects. */
    private void attachments(RawJson list) {
        try (JsonReader in = list.read()) {
            if (in.lenientArray()) {
                while (in.nextElement()) {
                    RawJson element = in.raw().copy();
                    Part.Attachment image = ChatAnnotations.image(element);
                    Citation citation = image == null ? ChatAnnotations.citation(element) : null;
                    if (image != null) {
                        whole(image);
                    } else if (citation != null) {
                        part(Open.TEXT, new PartHead.Text());
                        delta(new Delta.Cited(citation));
                    }
                }
            }
        }
    }

    private void whole(Part whole) {
        calls.flush();
        closePart();
        part++;
        out.accept(new StreamEvent.PartStarted(index, part, new PartHead.Whole(whole)));
        out.accept(new StreamEvent.PartEnded(index, part));
    }

    /** Makes sure that the open part is of this kind. */
    private void part(Open kind, PartHead head) {
        if (open != kind) {
            calls.flush();
            closePart();
            start(kind, head);
        }
    }

    /** Sealed reasoning that came without words gets a part of its own. */
    private void seal() {
        Seal seal = details == null ? null : details.seal(exchange.target().family());
        details = null;
        if (seal != null) {
            if (open != Open.REASONING) {
                closePart();
                start(Open.REASONING, new PartHead.Reasoning(null));
            }
            delta(new Delta.Sealed(seal));
        }
    }

    private void start(Open kind, PartHead head) {
        open = kind;
        part++;
        out.accept(new StreamEvent.PartStarted(index, part, head));
        tellLogprobs();
    }

    private void closePart() {
        if (open == Open.REASONING) {
            Seal seal = details == null ? null : details.seal(exchange.target().family());
            details = null;
            if (seal != null) {
                delta(new Delta.Sealed(seal));
            }
        }
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            out.accept(new StreamEvent.PartEnded(index, part));
        }
    }

    private void delta(Delta delta) {
        out.accept(new StreamEvent.PartDelta(index, part, delta));
    }

    private void fragment(String text) {
        delta(new Delta.Fragment(text));
    }

    /** A tool call begins; {@link #toolFragment} and {@link #toolEnd} follow before anything else. */
    void toolStart(PartHead.ToolCall head) {
        seal();
        closePart();
        start(Open.TOOL, head);
    }

    void toolFragment(String text) {
        if (!text.isEmpty()) {
            fragment(text);
        }
    }

    void toolSeal(Seal seal) {
        delta(new Delta.Sealed(seal));
    }

    void toolEnd() {
        closePart();
    }
}
