package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer in one piece. */
final class CompletionEncoder {
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final PartWriter parts;

    CompletionEncoder(Exchange exchange, JsonWriter out) {
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.parts = new PartWriter(losses);
    }

    void encode(Completion completion) {
        out.object().array("candidates");
        completion.choices().forEach(this::candidate);
        if (completion.choices().isEmpty()) {
            // Clients take an answer without candidates for a blocked prompt.
            candidate(new Completion.Choice(0, List.of(), null, List.of()));
        }
        out.endArray();
        if (completion.usage() != null) {
            CandidateWriter.usage(completion.usage(), out);
        }
        String model = completion.model();
        String id = completion.id();
        out.text("modelVersion", model.isEmpty() ? exchange.target().model() : model)
                .text("responseId", id.isEmpty() ? exchange.ids().next("") : id)
                .endObject();
    }

    private void candidate(Completion.Choice choice) {
        List<Citation> citations = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        out.object().object("content").array("parts");
        for (Part part : choice.parts()) {
            part(part);
            if (part instanceof Part.Text said) {
                said.citations().forEach(citation -> citations.add(Citations.moved(citation, text.length(), said)));
                text.append(said.text());
            }
        }
        out.endArray().text("role", "model").endObject();
        StopReason reason = choice.reason();
        CandidateWriter.finish(reason == null ? StopReason.of(StopReason.Kind.OTHER, "") : reason, losses, out);
        out.number("index", choice.index());
        Grounding.write(citations, text.toString(), out);
        GeminiLogprobs.write(choice.logprobs(), out);
        out.endObject();
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text text -> PartWriter.text(text.text(), false, text.seal(), out);
            case Part.Refusal refusal -> {
                losses.approximated(Feature.REFUSAL, "as text");
                PartWriter.text(refusal.text(), false, null, out);
            }
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.ToolCall call -> {
                parts.call(call.id(), call.name(), call.input(), call.seal(), out);
                losses.foreign(call.extras(), Dialect.GEMINI);
            }
            case Part.Attachment _, Part.ServerTool _, Part.Opaque _, Part.ToolResult _ -> {
                if (parts.knows(part)) {
                    PartWriter.whole(part, out);
                }
            }
        }
    }

    private void reasoning(Part.Reasoning reasoning) {
        int last = reasoning.sections().size() - 1;
        if (last < 0) {
            PartWriter.text("", true, reasoning.seal(), out);
        }
        for (int i = 0; i <= last; i++) {
            Seal seal = i == last ? reasoning.seal() : null;
            PartWriter.text(reasoning.sections().get(i).text(), true, seal, out);
        }
    }
}
