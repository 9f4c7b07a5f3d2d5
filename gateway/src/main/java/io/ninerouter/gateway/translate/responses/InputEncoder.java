package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes the input: each message as the items that it consists of. */
final class InputEncoder {
    private final Losses losses;
    private final JsonWriter out;
    private final ToolEncoder tools;
    private final ContentEncoder content;
    private final Set<String> customCalls = new HashSet<>();
    private final boolean foreign;
    private final boolean openAi;
    private int thoughts;

    InputEncoder(Exchange exchange, JsonWriter out, ToolEncoder tools) {
        this.losses = exchange.losses();
        this.out = out;
        this.tools = tools;
        this.content = new ContentEncoder(exchange, out);
        this.foreign = exchange.client() != Dialect.OPENAI_RESPONSES;
        this.openAi = ResponsesModel.isOpenAi(exchange.target());
    }

    /**
     * Writes the input.
     *
     * @param inserted tools that are declared in it
     */
    void input(List<Message> messages, List<Tool> inserted) {
        out.array("input");
        if (!inserted.isEmpty()) {
            out.object().text("type", "additional_tools").text("role", "developer");
            out.array("tools");
            tools.list(inserted);
            out.endArray().endObject();
        }
        messages.forEach(this::message);
        out.endArray();
    }

    private void message(Message message) {
        if (message.name() != null) {
            losses.dropped(Feature.MESSAGE_NAME, "no place for it");
        }
        losses.foreign(message.extras(), Dialect.OPENAI_RESPONSES);
        if (message.role() == Role.TOOL) {
            message.parts().forEach(part -> result((Part.ToolResult) part));
            return;
        }
        Extras extras = message.extras();
        boolean own = !extras.of(Dialect.OPENAI_RESPONSES).isEmpty();
        boolean spoke = false;
        List<Part> words = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.Text || part instanceof Part.Refusal || part instanceof Part.Attachment) {
                words.add(part);
            } else if (part instanceof Part.Opaque opaque && opaque.type().startsWith(ContentDecoder.OPAQUE)) {
                words.add(part);
            } else {
                spoke |= words(message.role(), words, spoke ? Extras.NONE : extras);
                item(part);
            }
        }
        spoke |= words(message.role(), words, spoke ? Extras.NONE : extras);
        if (!spoke && (own || message.parts().isEmpty())) {
            open(message.role(), extras).array("content").endArray().endObject();
        }
    }

    /** Writes the words so far as one item, if there are any that can be said; answers whether. */
    private boolean words(Role role, List<Part> words, Extras extras) {
        List<Part> sayable = content.sayable(words, role);
        words.clear();
        if (sayable.isEmpty()) {
            return false;
        }
        open(role, extras).name("content");
        content.write(sayable, role == Role.ASSISTANT);
        out.endObject();
        return true;
    }

    private JsonWriter open(Role role, Extras extras) {
        out.object().text("type", "message");
        extras.of(Dialect.OPENAI_RESPONSES).forEach(out::raw);
        return out.text(
                "role",
                switch (role) {
                    case SYSTEM -> "system";
                    case DEVELOPER -> developer();
                    case USER, TOOL -> "user";
                    case ASSISTANT -> "assistant";
                });
    }

    private String developer() {
        if (openAi || !foreign) {
            return "developer";
        }
        losses.approximated(Feature.DEVELOPER_ROLE, "as system");
        return "system";
    }

    private void item(Part part) {
        if (part.cache() != null) {
            losses.dropped(Feature.CACHE_HINTS, "caching is automatic");
        }
        switch (part) {
            case Part.ToolCall call -> call(call);
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.ServerTool tool when tool.dialect() == Dialect.OPENAI_RESPONSES -> out.raw(tool.json());
            case Part.ServerTool _ -> losses.dropped(Feature.TOOLS_SERVER, "steps in history");
            case Part.Opaque opaque when opaque.dialect() == Dialect.OPENAI_RESPONSES -> out.raw(opaque.json());
            case Part.Opaque opaque -> losses.dropped(Feature.VENDOR_PARTS, opaque.type());
            case Part.Text _, Part.Refusal _, Part.Attachment _, Part.ToolResult _ ->
                throw new IllegalArgumentException("part: " + part.getClass() + " (expected: an item of its own)");
        }
    }

    private void call(Part.ToolCall call) {
        if (ClientSearch.marks(call.extras())) {
            out.object().text("type", "tool_search_call").text("call_id", call.id());
            call.extras().of(Dialect.OPENAI_RESPONSES).forEach(out::raw);
            out.raw("arguments", call.input().object("query")).endObject();
            return;
        }
        boolean custom = call.name().custom();
        if (custom) {
            customCalls.add(call.id());
        }
        out.object().text("type", custom ? "custom_tool_call" : "function_call");
        call.extras().of(Dialect.OPENAI_RESPONSES).forEach(out::raw);
        losses.foreign(call.extras(), Dialect.OPENAI_RESPONSES);
        out.text("call_id", call.id())
                .text("name", call.name().name())
                .text("namespace", call.name().namespace())
                .name(custom ? "input" : "arguments");
        if (call.input() instanceof ToolInput.Json json) {
            out.rawAsText(json.json());
        } else {
            out.text(call.input().text());
        }
        out.endObject();
    }

    private void reasoning(Part.Reasoning reasoning) {
        Seal seal = reasoning.seal();
        if (seal == null && foreign && openAi) {
            if (!reasoning.text().isEmpty()) {
                losses.dropped(Feature.REASONING_TEXT, "without OpenAI's seal");
            }
            return;
        }
        String id = reasoning.id();
        thoughts++;
        out.object().text("type", "reasoning");
        // Those who took after OpenAI insist on an id; the same conversation has to give the same.
        out.text("id", (id == null && foreign) ? "rs_" + thoughts : id);
        sections(reasoning, true);
        sections(reasoning, false);
        if (seal != null) {
            out.text("encrypted_content", seal.data());
        }
        out.endObject();
    }

    private void sections(Part.Reasoning reasoning, boolean summary) {
        List<Part.Section> sections = reasoning.sections().stream()
                .filter(section -> section.summary() == summary)
                .toList();
        if (sections.isEmpty() && !summary) {
            return;
        }
        out.array(summary ? "summary" : "content");
        for (Part.Section section : sections) {
            out.object()
                    .text("type", summary ? "summary_text" : "reasoning_text")
                    .text("text", section.text())
                    .endObject();
        }
        out.endArray();
    }

    private void result(Part.ToolResult result) {
        if (result.error()) {
            losses.dropped(Feature.TOOL_RESULT_ERROR, "the text tells");
        }
        if (result.cache() != null) {
            losses.dropped(Feature.CACHE_HINTS, "caching is automatic");
        }
        out.object();
        Extras extras = result.extras();
        if (ClientSearch.marks(extras)) {
            out.text("type", "tool_search_output").text("call_id", result.callId());
            extras.of(Dialect.OPENAI_RESPONSES).forEach(out::raw);
            out.endObject();
            return;
        }
        if (!extras.of(Dialect.OPENAI_RESPONSES).containsKey("type")) {
            boolean custom = customCalls.contains(result.callId());
            out.text("type", custom ? "custom_tool_call_output" : "function_call_output");
        }
        extras.of(Dialect.OPENAI_RESPONSES).forEach(out::raw);
        losses.foreign(extras, Dialect.OPENAI_RESPONSES);
        out.text("call_id", result.callId()).name("output");
        List<Part> sayable = content.sayable(result.parts(), Role.TOOL);
        if (sayable.isEmpty()) {
            out.text("");
        } else {
            content.write(sayable, false);
        }
        out.endObject();
    }
}
