package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of a request. Content that is only text goes out as one string, pieces joined by a line feed: many
 * providers (DeepSeek, older Ollama) take no list.
 */
final class ChatMessageEncoder {
    private final Losses losses;
    private final JsonWriter out;
    private final boolean openAi;
    private final ChatPartEncoder parts;

    ChatMessageEncoder(Exchange exchange, JsonWriter out) {
        this.losses = exchange.losses();
        this.out = out;
        this.openAi = ChatCodec.isOpenAi(exchange.target());
        // Claude caches what it is told to alone, and those who offer it by chat completions have its word for that.
        this.parts = new ChatPartEncoder(
                exchange.losses(), out, exchange.target().family().equals("claude"));
    }

    void messages(List<Message> messages) {
        out.array("messages");
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> plain("system", message);
                case DEVELOPER -> {
                    if (!openAi) {
                        losses.approximated(Feature.DEVELOPER_ROLE, "as system");
                    }
                    plain(openAi ? "developer" : "system", message);
                }
                case USER -> plain("user", message);
                case ASSISTANT -> assistant(message);
                case TOOL -> results(message);
            }
        }
        out.endArray();
    }

    private void plain(String role, Message message) {
        List<Part> content = sayable(message.parts());
        if (content.isEmpty() && !message.parts().isEmpty()) {
            // Nothing of it can be said, and many providers refuse a message that says nothing.
            return;
        }
        out.object().text("role", role).text("name", message.name());
        parts.content(content);
        extras(message);
        out.endObject();
    }

    private void extras(Message message) {
        message.extras().of(Dialect.OPENAI_CHAT).forEach(out::raw);
        losses.foreign(message.extras(), Dialect.OPENAI_CHAT);
    }

    private void assistant(Message message) {
        List<Part> said = new ArrayList<>();
        List<Part.ToolCall> calls = new ArrayList<>();
        StringBuilder thought = new StringBuilder();
        Seal seal = null;
        String refusal = null;
        for (Part part : message.parts()) {
            switch (part) {
                case Part.Reasoning reasoning -> {
                    thought.append(reasoning.text());
                    seal = reasoning.seal() == null ? seal : reasoning.seal();
                }
                case Part.ToolCall call -> calls.add(call);
                case Part.Refusal declined -> refusal = declined.text();
                default -> said.add(part);
            }
        }
        List<Part> content = sayable(said);
        boolean silent = content.isEmpty() && calls.isEmpty() && refusal == null && thought.isEmpty() && seal == null;
        if (silent && !message.parts().isEmpty()) {
            return;
        }
        out.object().text("role", "assistant").text("name", message.name());
        if (content.isEmpty() && (!calls.isEmpty() || refusal != null)) {
            out.nothing("content");
        } else {
            parts.content(content);
        }
        out.text("refusal", refusal);
        reasoning(thought.toString(), seal);
        calls(calls);
        extras(message);
        out.endObject();
    }

    private void reasoning(String thought, @Nullable Seal seal) {
        if (!thought.isEmpty()) {
            if (openAi) {
                losses.dropped(Feature.REASONING_TEXT, "refused by OpenAI in chat completions");
            } else {
                // DeepSeek and Kimi refuse a tool loop whose thoughts are missing.
                out.text("reasoning_content", thought);
            }
        }
        if (seal != null) {
            ChatReasoning.details(seal, out.name("reasoning_details"));
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
            if (call.input() instanceof ToolInput.Json json) {
                out.rawAsText(json.json());
            } else {
                out.text(call.input().text());
            }
            out.endObject();
            if (call.seal() != null) {
                ChatReasoning.signature(call.seal(), out);
            }
            call.extras().of(Dialect.OPENAI_CHAT).forEach(out::raw);
            losses.foreign(call.extras(), Dialect.OPENAI_CHAT);
            cache(call);
            out.endObject();
        }
        out.endArray();
    }

    /** One message a result; what is no text follows them all, as words of the user: a result can only be text. */
    private void results(Message message) {
        List<Part> shown = new ArrayList<>();
        for (Part part : message.parts()) {
            Part.ToolResult result = (Part.ToolResult) part;
            if (result.error()) {
                losses.dropped(Feature.TOOL_RESULT_ERROR, "the text tells");
            }
            List<Part> texts = new ArrayList<>();
            for (Part piece : sayable(result.parts())) {
                if (piece instanceof Part.Text) {
                    texts.add(piece);
                } else {
                    losses.approximated(Feature.TOOL_RESULT_MEDIA, "in a message of the user");
                    shown.add(new Part.Text("[from tool call " + result.callId() + "]"));
                    shown.add(piece);
                }
            }
            out.object().text("role", "tool").text("tool_call_id", result.callId());
            parts.content(hinted(result, texts));
            result.extras().of(Dialect.OPENAI_CHAT).forEach(out::raw);
            losses.foreign(result.extras(), Dialect.OPENAI_CHAT);
            out.endObject();
        }
        if (!shown.isEmpty()) {
            plain("user", Message.of(Role.USER, shown));
        }
    }

    /** The parts that the dialect has; the others are counted. */
    private List<Part> sayable(List<Part> all) {
        List<Part> kept = new ArrayList<>(all.size());
        for (Part part : all) {
            cache(part);
            switch (part) {
                case Part.Text text -> {
                    if (!text.citations().isEmpty()) {
                        losses.dropped(Feature.CITATIONS, "in history");
                    }
                    if (text.seal() != null) {
                        losses.dropped(Feature.REASONING_SEAL, "no place on text");
                    }
                    kept.add(text);
                }
                case Part.Attachment attachment when parts.knows(attachment) -> kept.add(attachment);
                case Part.Attachment attachment -> parts.refuse(attachment);
                case Part.Refusal refusal -> kept.add(new Part.Text(refusal.text()));
                case Part.ServerTool tool
                when tool.dialect() != Dialect.OPENAI_CHAT -> losses.dropped(Feature.TOOLS_SERVER, "steps in history");
                case Part.Opaque opaque
                when opaque.dialect() != Dialect.OPENAI_CHAT -> losses.dropped(Feature.VENDOR_PARTS, opaque.type());
                case Part.ServerTool tool -> kept.add(tool);
                case Part.Opaque opaque -> kept.add(opaque);
                case Part.Reasoning reasoning -> {
                    if (!reasoning.text().isEmpty()) {
                        losses.dropped(Feature.REASONING_TEXT, "outside of the assistant's messages");
                    }
                }
                case Part.ToolCall _, Part.ToolResult _ -> {
                    // Written elsewhere.
                }
            }
        }
        return kept;
    }

    /** The hint of a result stands on its last text. */
    private List<Part> hinted(Part.ToolResult result, List<Part> texts) {
        if (result.cache() == null || texts.isEmpty() || !parts.saysHint(texts.getLast())) {
            cache(result);
            return texts;
        }
        Part.Text last = (Part.Text) texts.removeLast();
        texts.add(new Part.Text(last.text(), last.citations(), last.seal(), result.cache()));
        return texts;
    }

    private void cache(Part part) {
        if (part.cache() != null && !parts.saysHint(part)) {
            losses.dropped(Feature.CACHE_HINTS, "caching is automatic");
        }
    }

    /** Whether the media can be said at all. */
    static boolean isForeign(Media media) {
        return media instanceof Media.FileId file && file.dialect() != Dialect.OPENAI_CHAT;
    }
}
