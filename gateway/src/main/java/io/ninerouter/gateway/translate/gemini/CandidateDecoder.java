package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One candidate: parts of one kind that follow each other are pieces of one part. A signature ends its part; one that comes
 * with empty text is that of the part before it.
 */
final class CandidateDecoder {
    private enum Open {
        NOTHING,
        TEXT,
        THOUGHT,
        CALL
    }

    private final int index;
    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final @Nullable StringBuilder said;
    private Open open = Open.NOTHING;
    private boolean sealed;
    private int part = -1;
    private boolean calls;
    private PartialArgs args = new PartialArgs();
    private @Nullable RawJson logprobs;
    private String finishReason = "";
    private String finishMessage = "";

    CandidateDecoder(int index, Exchange exchange, Consumer<StreamEvent> out) {
        this.index = index;
        this.exchange = exchange;
        this.out = out;
        // Citations point into the text by bytes: it is kept where there can be any.
        boolean grounded = exchange.request().tooling().tools().stream().anyMatch(Tool.Server.class::isInstance);
        this.said = grounded ? new StringBuilder() : null;
    }

    void add(WireChunk.Candidate candidate) {
        if (candidate.logprobs != null) {
            logprobs = GeminiLogprobs.toNeutral(candidate.logprobs);
        }
        candidate.parts.forEach(this::part);
        citations(candidate);
        logprobs();
        if (!candidate.finishReason.isEmpty()) {
            finishReason = candidate.finishReason;
            finishMessage = candidate.finishMessage;
        }
    }

    /** Nothing more comes. */
    void close() {
        if (open == Open.CALL) {
            fragment(args.end());
        }
        closePart();
    }

    /** The last reason given; empty = none. */
    String finishReason() {
        return finishReason;
    }

    /** What was said of the reason, to be put behind it. */
    String message() {
        return finishMessage.isEmpty() ? "" : ": " + finishMessage;
    }

    StopReason reason() {
        return GeminiStops.read(finishReason, calls);
    }

    private void part(WirePart piece) {
        Seal seal = piece.seal(exchange.target().family());
        if (piece.call() != null) {
            call(piece.call(), seal);
        } else if (piece.media() != null) {
            whole(piece.media());
        } else if (piece.isForeign()) {
            whole(piece.whole());
        } else {
            words(piece, seal);
        }
    }

    private void words(WirePart piece, @Nullable Seal seal) {
        String text = piece.text() == null ? "" : piece.text();
        if (text.isEmpty() && seal == null) {
            return;
        }
        Open kind = piece.thought() ? Open.THOUGHT : Open.TEXT;
        boolean fits = open == kind && !sealed;
        boolean trailing = text.isEmpty() && !sealed && (open == Open.TEXT || open == Open.THOUGHT);
        if (!fits && !trailing) {
            closeCall();
            start(kind, piece.thought() ? new PartHead.Reasoning(null) : new PartHead.Text());
            if (piece.thought()) {
                // Google calls what it shows of thoughts summaries.
                delta(new Delta.Section(true));
            }
        }
        if (!text.isEmpty()) {
            fragment(text);
            if (kind == Open.TEXT && said != null) {
                said.append(text);
            }
        }
        if (seal != null) {
            sealed = true;
            delta(new Delta.Sealed(seal));
        }
    }

    private void call(WirePart.Call call, @Nullable Seal seal) {
        if (!call.name().isEmpty()) {
            closeCall();
            String id = exchange.callId(call.id());
            calls = true;
            args = new PartialArgs();
            start(Open.CALL, new PartHead.ToolCall(id, ToolName.function(call.name()), seal, Extras.NONE));
        } else if (open != Open.CALL) {
            // The empty one that ends a call, after the call.
            return;
        } else if (seal != null) {
            delta(new Delta.Sealed(seal));
        }
        for (WirePart.Piece piece : call.pieces()) {
            fragment(args.add(piece));
        }
        if (call.args() != null && args.isUntouched()) {
            fragment(args.whole(call.args()));
        }
        if (!call.goesOn()) {
            closeCall();
            closePart();
        }
    }

    private void closeCall() {
        if (open == Open.CALL) {
            fragment(args.end());
            closePart();
        }
    }

    private void citations(WireChunk.Candidate candidate) {
        List<Citation> citations = Grounding.read(candidate, said == null ? "" : said.toString());
        if (citations.isEmpty()) {
            return;
        }
        if (open != Open.TEXT) {
            exchange.losses().dropped(Feature.CITATIONS, "apart from the text");
            return;
        }
        citations.forEach(citation -> delta(new Delta.Cited(citation)));
    }

    /** Tells those of this chunk, which belong to its text. */
    private void logprobs() {
        if (logprobs != null && open == Open.NOTHING) {
            exchange.losses().dropped(Feature.LOGPROBS, "apart from the text");
        } else if (logprobs != null) {
            delta(new Delta.Logprobs(logprobs));
        }
        logprobs = null;
    }

    private void whole(Part whole) {
        closeCall();
        start(Open.NOTHING, new PartHead.Whole(whole));
        out.accept(new StreamEvent.PartEnded(index, part));
    }

    private void start(Open kind, PartHead head) {
        closePart();
        part++;
        open = kind;
        if (said != null) {
            said.setLength(0);
        }
        out.accept(new StreamEvent.PartStarted(index, part, head));
        if (kind == Open.TEXT) {
            logprobs();
        }
    }

    private void closePart() {
        if (open != Open.NOTHING) {
            out.accept(new StreamEvent.PartEnded(index, part));
        }
        open = Open.NOTHING;
        sealed = false;
    }

    private void fragment(String text) {
        if (!text.isEmpty()) {
            delta(new Delta.Fragment(text));
        }
    }

    private void delta(Delta delta) {
        out.accept(new StreamEvent.PartDelta(index, part, delta));
    }
}
