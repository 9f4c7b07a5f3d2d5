package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;

/** Writes a completion in one piece. */
final class ChatCompletionEncoder {
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;

    ChatCompletionEncoder(Exchange exchange, JsonWriter out) {
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
    }

    void encode(Completion completion) {
        long created = completion.created() == 0 ? exchange.ids().nowSeconds() : completion.created();
        out.object()
                .text("id", completion.id().isEmpty() ? exchange.ids().next("chatcmpl-") : completion.id())
                .text("object", "chat.completion")
                .number("created", created)
                .text("model", completion.model().isEmpty() ? exchange.target().model() : completion.model())
                .array("choices");
        completion.choices().forEach(this::choice);
        out.endArray();
        if (completion.usage() != null) {
            ChatUsage.write(completion.usage(), out);
        }
        out.endObject();
    }

    private void choice(Completion.Choice choice) {
        StopReason reason = choice.reason() == null ? StopReason.of(StopReason.Kind.STOP, "") : choice.reason();
        count(reason, losses);
        out.object().number("index", choice.index()).object("message").text("role", "assistant");
        message(choice);
        out.endObject();
        logprobs(choice.logprobs());
        out.text("finish_reason", ChatStops.word(reason)).endObject();
    }

    private void message(Completion.Choice choice) {
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        List<Citation> citations = new ArrayList<>();
        List<Part.ToolCall> calls = new ArrayList<>();
        List<Part.Attachment> images = new ArrayList<>();
        Seal seal = null;
        boolean said = false;
        for (Part part : choice.parts()) {
            switch (part) {
                case Part.Text piece -> {
                    said = true;
                    text.append(piece.text());
                    citations.addAll(piece.citations());
                    if (piece.seal() != null) {
                        losses.dropped(Feature.REASONING_SEAL, "no place on text");
                    }
                }
                case Part.Reasoning reasoning -> {
                    thought.append(reasoning.text());
                    seal = reasoning.seal() == null ? seal : reasoning.seal();
                }
                case Part.Refusal declined -> refusal.append(declined.text());
                case Part.ToolCall call -> calls.add(call);
                case Part.Attachment image when isImage(image) -> images.add(image);
                default -> count(part, losses);
            }
        }
        if (said || (calls.isEmpty() && refusal.isEmpty())) {
            out.text("content", text.toString());
        } else {
            out.nothing("content");
        }
        if (refusal.isEmpty()) {
            out.nothing("refusal");
        } else {
            out.text("refusal", refusal.toString());
        }
        if (!thought.isEmpty()) {
            out.text("reasoning_content", thought.toString());
        }
        if (seal != null) {
            ChatReasoning.details(seal, out.name("reasoning_details"));
        }
        citations(citations);
        images(images);
        calls(calls);
    }

    private void citations(List<Citation> citations) {
        if (!citations.isEmpty()) {
            out.array("annotations");
            for (Citation citation : citations) {
                if (!ChatAnnotations.write(citation, out)) {
                    losses.dropped(Feature.CITATIONS, "of documents");
                }
            }
            out.endArray();
        }
    }

    private void images(List<Part.Attachment> images) {
        if (!images.isEmpty()) {
            out.array("images");
            images.forEach(image -> ChatAnnotations.write(image.media(), out));
            out.endArray();
        }
    }

    private void calls(List<Part.ToolCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        out.array("tool_calls");
        for (Part.ToolCall call : calls) {
            boolean custom = call.name().custom();
            String kind = custom ? "custom" : "function";
            out.object().text("id", call.id()).text("type", kind).object(kind);
            out.text("name", call.name().name()).name(custom ? "input" : "arguments");
            if (call.input() instanceof ToolInput.Json(RawJson json)) {
                out.rawAsText(json);
            } else {
                out.text(call.input().text());
            }
            out.endObject();
            if (call.seal() != null) {
                ChatReasoning.signature(call.seal(), out);
            }
            out.endObject();
        }
        out.endArray();
    }

    /** One object, its lists joined from those of the deltas. */
    private void logprobs(List<RawJson> pieces) {
        if (pieces.isEmpty()) {
            return;
        }
        if (pieces.size() == 1) {
            out.raw("logprobs", pieces.getFirst());
            return;
        }
        out.object("logprobs");
        for (String list : new String[] {"content", "refusal"}) {
            boolean any = false;
            for (RawJson piece : pieces) {
                try (JsonReader in = piece.read()) {
                    in.object();
                    while (in.nextField()) {
                        if (in.name().equals(list) && in.lenientArray()) {
                            if (!any) {
                                out.array(list);
                                any = true;
                            }
                            while (in.nextElement()) {
                                out.raw(in.raw());
                            }
                        }
                    }
                }
            }
            if (any) {
                out.endArray();
            }
        }
        out.endObject();
    }

    static boolean isImage(Part part) {
        return part instanceof Part.Attachment attachment && attachment.kind() == Media.Kind.IMAGE;
    }

    /** Counts a part that an answer of this dialect has no place for. */
    static void count(Part part, Losses losses) {
        switch (part) {
            case Part.Attachment attachment ->
                losses.dropped(Feature.OUTPUT_MEDIA, attachment.kind().name());
            case Part.ServerTool tool -> losses.dropped(Feature.TOOLS_SERVER, tool.tool());
            case Part.Opaque opaque -> losses.dropped(Feature.VENDOR_PARTS, opaque.type());
            case Part.ToolResult _ -> losses.dropped(Feature.VENDOR_PARTS, "result of a tool in an answer");
            case Part.Text _, Part.Reasoning _, Part.Refusal _, Part.ToolCall _ -> {
                // Have their place.
            }
        }
    }

    /** Counts a reason that is said less exactly. */
    static void count(StopReason reason, Losses losses) {
        if (!reason.sequence().isEmpty()) {
            losses.dropped(Feature.STOP_SEQUENCE_TOLD, "which one was met");
        }
        switch (reason.kind()) {
            case PAUSE, OTHER -> losses.approximated(Feature.STOP_REASON, "as stop");
            case REFUSAL -> losses.approximated(Feature.STOP_REASON, "refusal as content_filter");
            case STOP, LENGTH, TOOL_USE, CONTENT_FILTER -> {
                // Have their word.
            }
        }
    }
}
