package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.SealCarrier;
import io.ninerouter.gateway.codec.ToolNames;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one message in one piece. */
final class CompletionEncoder {
    private final ClientView view;
    private final JsonWriter out;
    private boolean calls;
    private boolean refused;

    private CompletionEncoder(Exchange exchange, JsonWriter out) {
        this.view = new ClientView(exchange);
        this.out = out;
    }

    static void write(Completion completion, Exchange exchange, JsonWriter out) {
        new CompletionEncoder(exchange, out).write(completion);
    }

    private void write(Completion completion) {
        if (completion.choices().size() > 1) {
            view.dropped(Feature.CHOICES, "one answer only");
        }
        Completion.Choice choice = completion.choice(0);
        out.object();
        view.head(new StreamEvent.Started(completion.id(), completion.model(), completion.created()), out);
        out.array("content");
        if (choice != null) {
            choice.parts().forEach(this::part);
            if (!choice.logprobs().isEmpty()) {
                view.dropped(Feature.LOGPROBS, "has none");
            }
        }
        out.endArray();
        StopReason reason =
                choice == null || choice.reason() == null ? StopReason.of(StopReason.Kind.STOP, "") : choice.reason();
        view.stop(reason, calls, refused, out);
        view.usage(completion.usage(), out);
        out.endObject();
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text text -> {
                text(text.text(), text.citations());
                carrier(text.seal() == null ? null : SealCarrier.ofPartBefore(text.seal(), Dialect.ANTHROPIC));
            }
            case Part.Refusal refusal -> {
                refused = true;
                view.refusedInWords();
                text(refusal.text(), List.of());
            }
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.ToolCall call -> call(call);
            case Part.Attachment _, Part.ServerTool _, Part.Opaque _, Part.ToolResult _ -> {
                RawJson block = view.whole(part);
                if (block != null) {
                    out.raw(block);
                }
            }
        }
    }

    private void text(String text, List<Citation> citations) {
        List<RawJson> cited = new ArrayList<>(citations.size());
        for (Citation citation : citations) {
            RawJson raw = view.citation(citation);
            if (raw != null) {
                cited.add(raw);
            }
        }
        if (text.isEmpty() && cited.isEmpty()) {
            // Refused when the client sends it back.
            return;
        }
        out.object().text("type", "text").text("text", text);
        if (!cited.isEmpty()) {
            out.array("citations");
            cited.forEach(out::raw);
            out.endArray();
        }
        out.endObject();
    }

    private void reasoning(Part.Reasoning reasoning) {
        Seal seal = reasoning.seal();
        int last = reasoning.sections().size() - 1;
        if (seal != null && ClientView.redacted(seal, last >= 0)) {
            out.object()
                    .text("type", "redacted_thinking")
                    .text("data", seal.data())
                    .endObject();
            return;
        }
        if (last >= 0) {
            view.thoughtShown();
        }
        for (int i = 0; i <= last; i++) {
            String signature = i == last && seal != null ? view.signature(seal) : "";
            thinking(reasoning.sections().get(i).text(), signature);
        }
        if (last < 0 && seal != null) {
            thinking("", view.signature(seal));
        }
    }

    private void thinking(String text, String signature) {
        out.object()
                .text("type", "thinking")
                .text("thinking", text)
                .text("signature", signature)
                .endObject();
    }

    private void call(Part.ToolCall call) {
        calls = true;
        carrier(call.seal() == null ? null : SealCarrier.ofPartAfter(call.seal(), Dialect.ANTHROPIC));
        if (!(call.input() instanceof ToolInput.Json json) || !json.json().isObject()) {
            view.approximated(Feature.TOOL_CALL_ARGUMENTS, "no object: as one argument");
        }
        out.object()
                .text("type", "tool_use")
                .text("id", call.id())
                .text("name", call.name().name())
                .raw("input", call.input().object(ToolNames.CUSTOM_ARGUMENT));
        call.extras().of(Dialect.ANTHROPIC).forEach(out::raw);
        out.endObject();
    }

    private void carrier(@Nullable String signature) {
        if (signature != null) {
            thinking("", signature);
        }
    }
}
