package io.ninerouter.gateway.translate.openai;

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
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes chunks: the role first, a reason at the end of each choice, the usage where it was asked for, {@code [DONE]}. */
final class ChatStreamEncoder implements Consumer<StreamEvent> {
    private final Exchange exchange;
    private final EventWriter out;
    private final Map<Integer, Choice> choices = new HashMap<>();
    private Utf8 common = Utf8.EMPTY;
    private @Nullable Usage usage;

    ChatStreamEncoder(Exchange exchange, EventWriter out) {
        this.exchange = exchange;
        this.out = out;
    }

    @Override
    public void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.Started started -> start(started);
            case StreamEvent.PartStarted(int choice, int _, PartHead head) -> head(choice(choice), head);
            case StreamEvent.PartDelta(int choice, int _, Delta delta) -> delta(choice(choice), delta);
            case StreamEvent.PartEnded(int choice, int _) -> choice(choice).head = null;
            case StreamEvent.UsageReported(Usage reported) -> usage = reported;
            case StreamEvent.Heartbeat _ -> out.comment();
            case StreamEvent.Opaque(var dialect, var name, var _) ->
                exchange.losses().dropped(Feature.VENDOR_PARTS, name.isEmpty() ? dialect.name() : name);
            case StreamEvent.Finished(int choice, StopReason reason) -> finish(choice(choice), reason);
            case StreamEvent.Ended _ -> end();
            case StreamEvent.Failed(ApiError error) -> {
                byte[] body = ChatErrors.body(error);
                out.begin("").raw(new RawJson(Utf8.slice(body, 0, body.length)));
                out.end();
                out.close();
            }
        }
    }

    private void start(StreamEvent.Started started) {
        ByteBuilder bytes = new ByteBuilder(256);
        long created = started.created() == 0 ? exchange.ids().nowSeconds() : started.created();
        new JsonWriter(bytes)
                .text("id", started.id().isEmpty() ? exchange.ids().next("chatcmpl-") : started.id())
                .text("object", "chat.completion.chunk")
                .number("created", created)
                .text("model", started.model().isEmpty() ? exchange.target().model() : started.model());
        common = Utf8.slice(bytes.toBytes(), 0, bytes.length());
        choice(0);
    }

    private Choice choice(int index) {
        Choice known = choices.get(index);
        if (known != null) {
            return known;
        }
        Choice choice = new Choice(index);
        choices.put(index, choice);
        // Alone, and with a content: the SDKs look for both in the first chunk.
        open(choice).text("role", "assistant").text("content", "");
        close("");
        return choice;
    }

    private void head(Choice choice, PartHead head) {
        choice.head = head;
        switch (head) {
            case PartHead.ToolCall call -> {
                choice.calls++;
                String kind = call.name().custom() ? "custom" : "function";
                JsonWriter json = open(choice).array("tool_calls").object();
                json.number("index", choice.calls - 1)
                        .text("id", call.id())
                        .text("type", kind)
                        .object(kind)
                        .text("name", call.name().name())
                        .text(call.name().custom() ? "input" : "arguments", "")
                        .endObject();
                if (call.seal() != null) {
                    ChatReasoning.signature(call.seal(), json);
                }
                json.endObject().endArray();
                close("");
            }
            case PartHead.Whole(Part part) -> whole(choice, part);
            case PartHead.Text _, PartHead.Refusal _, PartHead.Reasoning _ -> {
                // Nothing to say before their text.
            }
        }
    }

    private void whole(Choice choice, Part part) {
        if (ChatCompletionEncoder.isImage(part) && part instanceof Part.Attachment image) {
            JsonWriter json = open(choice).array("images");
            ChatAnnotations.write(image.media(), json);
            json.endArray();
            close("");
        } else {
            ChatCompletionEncoder.count(part, exchange.losses());
        }
    }

    private void delta(Choice choice, Delta delta) {
        switch (delta) {
            case Delta.Fragment(String text) -> fragment(choice, text);
            case Delta.Section _ -> {
                // Reasoning is one text here.
            }
            case Delta.Sealed(Seal seal) -> seal(choice, seal);
            case Delta.Cited(var citation) -> {
                JsonWriter json = open(choice).array("annotations");
                if (!ChatAnnotations.write(citation, json)) {
                    exchange.losses().dropped(Feature.CITATIONS, "of documents");
                }
                json.endArray();
                close("");
            }
            case Delta.Logprobs(RawJson logprobs) -> {
                JsonWriter json = open(choice).endObject().raw("logprobs", logprobs);
                json.nothing("finish_reason").endObject().endArray().endObject();
                out.end();
            }
        }
    }

    private void fragment(Choice choice, String text) {
        switch (choice.head) {
            case PartHead.Text _ -> open(choice).text("content", text);
            case PartHead.Refusal _ -> open(choice).text("refusal", text);
            case PartHead.Reasoning _ -> open(choice).text("reasoning_content", text);
            case PartHead.ToolCall call -> {
                boolean custom = call.name().custom();
                open(choice)
                        .array("tool_calls")
                        .object()
                        .number("index", choice.calls - 1)
                        .object(custom ? "custom" : "function")
                        .text(custom ? "input" : "arguments", text)
                        .endObject()
                        .endObject()
                        .endArray();
            }
            case PartHead.Whole _ -> throw new IllegalStateException("fragment of a whole part");
            case null -> throw new IllegalStateException("fragment outside of a part");
        }
        close("");
    }

    private void seal(Choice choice, Seal seal) {
        switch (choice.head) {
            case PartHead.Reasoning _ -> {
                ChatReasoning.details(seal, open(choice).name("reasoning_details"));
                close("");
            }
            case PartHead.ToolCall _ -> {
                JsonWriter json = open(choice).array("tool_calls").object().number("index", choice.calls - 1);
                ChatReasoning.signature(seal, json);
                json.endObject().endArray();
                close("");
            }
            case null, default -> exchange.losses().dropped(Feature.REASONING_SEAL, "no place on text");
        }
    }

    private void finish(Choice choice, StopReason reason) {
        choice.finished = true;
        ChatCompletionEncoder.count(reason, exchange.losses());
        open(choice);
        close(ChatStops.word(reason));
    }

    private void end() {
        for (Choice choice : choices.values()) {
            // A stream without a reason makes some clients ask again without end.
            if (!choice.finished) {
                open(choice);
                close("stop");
            }
        }
        if (usage != null && exchange.request().settings().delivery().usage()) {
            JsonWriter json = out.begin("").object().members(common);
            json.array("choices").endArray();
            ChatUsage.write(usage, json);
            json.endObject();
            out.end();
        }
        out.literal("[DONE]");
        out.close();
    }

    /** Opens a chunk and its delta. */
    private JsonWriter open(Choice choice) {
        json = out.begin("")
                .object()
                .members(common)
                .array("choices")
                .object()
                .number("index", choice.index)
                .object("delta");
        return json;
    }

    private @Nullable JsonWriter json;

    private void close(String reason) {
        if (json == null) {
            throw new IllegalStateException("no chunk is open");
        }
        json.endObject();
        if (reason.isEmpty()) {
            json.nothing("finish_reason");
        } else {
            json.text("finish_reason", reason);
        }
        json.endObject().endArray().endObject();
        out.end();
    }

    private static final class Choice {
        private final int index;
        private int calls;
        private boolean finished;
        private @Nullable PartHead head;

        Choice(int index) {
            this.index = index;
        }
    }
}
