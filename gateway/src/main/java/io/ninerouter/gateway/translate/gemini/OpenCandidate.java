package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A candidate while it is streamed to a client: what later chunks have to know of earlier ones. */
final class OpenCandidate {
    final StringBuilder arguments = new StringBuilder();
    final List<RawJson> logprobs = new ArrayList<>();
    private final List<Citation> citations = new ArrayList<>();
    /** Text of the parts before the open one, for citations point into it; stays empty where there can be none. */
    private final StringBuilder before = new StringBuilder();

    private final StringBuilder open = new StringBuilder();
    private final boolean citable;
    boolean thought;

    PartHead.@Nullable ToolCall call;

    @Nullable
    Seal seal;

    @Nullable
    StopReason reason;

    /** One that keeps its text only if it is {@code citable}. */
    OpenCandidate(boolean citable) {
        this.citable = citable;
    }

    void start(PartHead head) {
        thought = head instanceof PartHead.Reasoning;
        call = head instanceof PartHead.ToolCall tool ? tool : null;
        seal = call == null ? null : call.seal();
        arguments.setLength(0);
        open.setLength(0);
    }

    void said(String text) {
        if (citable && !thought) {
            open.append(text);
        }
    }

    void cited(Citation citation) {
        citations.add(Citations.moved(citation, before.length(), open.length()));
    }

    void end() {
        before.append(open);
        open.setLength(0);
        call = null;
        thought = false;
    }

    StopReason finished() {
        return reason == null ? StopReason.of(StopReason.Kind.OTHER, "") : reason;
    }

    /** Writes what belongs into the last chunk. */
    void write(JsonWriter out) {
        Grounding.write(citations, before.toString(), out);
        GeminiLogprobs.write(logprobs, out);
    }
}
