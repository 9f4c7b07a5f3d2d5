package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a streamed answer: each chunk is a whole response object. Calls go out when they are complete, since their
 * arguments are an object. Reasons wait for the end: the last chunk has them, and the usage.
 */
final class GeminiStreamEncoder implements Consumer<StreamEvent> {
    private final Exchange exchange;
    private final EventWriter out;
    private final Losses losses;
    private final PartWriter parts;
    private final TreeMap<Integer, OpenCandidate> candidates = new TreeMap<>();
    private final boolean citable;
    private String id = "";
    private String model;
    private @Nullable Usage usage;
    /** Whose chunk is being written. */
    private int writing;

    GeminiStreamEncoder(Exchange exchange, EventWriter out) {
        this.exchange = exchange;
        this.out = out;
        this.losses = exchange.losses();
        this.parts = new PartWriter(losses);
        this.citable = exchange.request().tooling().tools().stream().anyMatch(Tool.Server.class::isInstance);
        this.model = exchange.target().model();
    }

    @Override
    public void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.Started start -> {
                id = start.id();
                model = start.model().isEmpty() ? model : start.model();
            }
            case StreamEvent.PartStarted start -> started(start.choice(), start.head());
            case StreamEvent.PartDelta delta -> delta(delta.choice(), delta.delta());
            case StreamEvent.PartEnded end -> partEnded(end.choice());
            case StreamEvent.UsageReported reported -> usage = reported.usage();
            // Google's JavaScript client never gets past a comment: it waits for "data:" at the start of what is left.
            case StreamEvent.Heartbeat _ -> out.blank();
            case StreamEvent.Opaque _ -> losses.dropped(Feature.VENDOR_PARTS, "event of another dialect");
            case StreamEvent.Finished finished -> candidate(finished.choice()).reason = finished.reason();
            case StreamEvent.Ended _ -> ended();
            case StreamEvent.Failed(ApiError error) -> {
                out.begin("").raw(RawJson.of(GeminiErrors.json(error)));
                out.end();
                out.close();
            }
        }
    }

    private void started(int choice, PartHead head) {
        OpenCandidate candidate = candidate(choice);
        candidate.start(head);
        switch (head) {
            case PartHead.Refusal _ -> losses.approximated(Feature.REFUSAL, "as text");
            case PartHead.Whole(Part whole) -> {
                if (parts.knows(whole)) {
                    JsonWriter json = begin(choice);
                    PartWriter.whole(whole, json);
                    end(json);
                }
            }
            case PartHead.Text _, PartHead.Reasoning _, PartHead.ToolCall _ -> {
                // Nothing to say yet.
            }
        }
    }

    private void delta(int choice, Delta delta) {
        OpenCandidate candidate = candidate(choice);
        switch (delta) {
            case Delta.Fragment(String text) -> {
                if (candidate.call == null) {
                    candidate.said(text);
                    JsonWriter json = begin(choice);
                    PartWriter.text(text, candidate.thought, null, json);
                    end(json);
                } else {
                    candidate.arguments.append(text);
                }
            }
            case Delta.Sealed sealed -> {
                if (candidate.call == null) {
                    JsonWriter json = begin(choice);
                    PartWriter.text("", candidate.thought, sealed.seal(), json);
                    end(json);
                } else {
                    candidate.seal = sealed.seal();
                }
            }
            case Delta.Cited cited -> candidate.cited(cited.citation());
            case Delta.Logprobs logprobs ->
                candidate.logprobs.add(logprobs.json().copy());
            case Delta.Section _ -> {
                // Thoughts have no sections here.
            }
        }
    }

    private void partEnded(int choice) {
        OpenCandidate candidate = candidate(choice);
        PartHead.ToolCall call = candidate.call;
        if (call != null) {
            ToolInput input = call.name().custom()
                    ? new ToolInput.Free(candidate.arguments.toString())
                    : ToolInput.ofArguments(candidate.arguments.toString());
            JsonWriter json = begin(choice);
            parts.call(call.id(), call.name(), input, candidate.seal, json);
            end(json);
            losses.foreign(call.extras(), Dialect.GEMINI);
        }
        candidate.end();
    }

    private void ended() {
        JsonWriter json = out.begin("").object().array("candidates");
        if (candidates.isEmpty()) {
            candidate(0);
        }
        candidates.forEach((index, candidate) -> {
            json.object().object("content").text("role", "model").endObject();
            CandidateWriter.finish(candidate.finished(), losses, json);
            json.number("index", index.longValue());
            candidate.write(json);
            json.endObject();
        });
        json.endArray();
        if (usage != null) {
            CandidateWriter.usage(usage, json);
        }
        named(json);
        out.close();
    }

    private OpenCandidate candidate(int choice) {
        return candidates.computeIfAbsent(choice, _ -> new OpenCandidate(citable));
    }

    private JsonWriter begin(int choice) {
        writing = choice;
        return out.begin("")
                .object()
                .array("candidates")
                .object()
                .object("content")
                .array("parts");
    }

    private void end(JsonWriter json) {
        json.endArray()
                .text("role", "model")
                .endObject()
                .number("index", writing)
                .endObject()
                .endArray();
        named(json);
    }

    private void named(JsonWriter json) {
        if (id.isEmpty()) {
            id = exchange.ids().next("");
        }
        json.text("modelVersion", model).text("responseId", id).endObject();
        out.end();
    }
}
