package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through all of a request that a model reads. */
final class PromptWalk {
    private final PromptSink out;
    private final TokenRules rules;

    private PromptWalk(PromptSink out, TokenRules rules) {
        this.out = out;
        this.rules = rules;
    }

    static void walk(ChatRequest request, TokenRules rules, PromptSink out) {
        PromptWalk walk = new PromptWalk(out, rules);
        out.fixed(rules.around().request());
        List<Tool> tools = request.tooling().tools();
        if (!tools.isEmpty()) {
            out.fixed(rules.around().tools());
        }
        tools.forEach(walk::tool);
        walk.messages(request.messages());
        // Gemini holds the answer to the schema without telling the model.
        if (request.settings().output().format() instanceof OutputFormat.JsonSchema schema
                && rules.family() != TokenRules.Family.GEMINI) {
            walk.text(schema.description());
            out.text(schema.schema().bytes());
        }
    }

    private void messages(List<Message> messages) {
        // Providers take out the thoughts of turns that are over: those before the last words of the user.
        int current = messages.size();
        while (current > 0 && messages.get(current - 1).role() != Role.USER) {
            current--;
        }
        for (int i = 0; i < messages.size(); i++) {
            out.fixed(rules.around().message());
            text(messages.get(i).name());
            for (Part part : messages.get(i).parts()) {
                part(part, i >= current);
            }
        }
    }

    private void part(Part part, boolean current) {
        switch (part) {
            case Part.Text text -> {
                out.text(text.text());
                seal(text.seal(), current);
            }
            case Part.Refusal refusal -> out.text(refusal.text());
            case Part.Attachment attachment -> {
                text(attachment.about().name());
                text(attachment.about().context());
                out.attachment(attachment);
            }
            case Part.ToolCall call -> {
                out.fixed(rules.around().call());
                name(call.name());
                input(call.input());
                seal(call.seal(), current);
            }
            case Part.ToolResult result -> {
                out.fixed(rules.around().message());
                result.parts().forEach(piece -> part(piece, current));
            }
            case Part.Reasoning reasoning -> {
                if (current) {
                    reasoning.sections().forEach(section -> out.text(section.text()));
                }
                seal(reasoning.seal(), current);
            }
            case Part.ServerTool step -> out.text(step.json().bytes());
            case Part.Opaque opaque -> out.text(opaque.json().bytes());
        }
    }

    private void seal(@Nullable Seal seal, boolean current) {
        if (seal != null && (current || rules.family() == TokenRules.Family.GEMINI)) {
            out.fixed(Math.round(rules.sealed() * seal.data().length()));
        }
    }

    private void input(ToolInput input) {
        if (input instanceof ToolInput.Json json) {
            out.text(json.json().bytes());
        } else {
            out.text(input.text());
        }
    }

    private void tool(Tool tool) {
        out.fixed(rules.around().tool());
        switch (tool) {
            case Tool.Function function -> {
                name(function.name());
                text(function.description());
                if (function.schema() != null) {
                    out.text(function.schema().bytes());
                }
            }
            case Tool.Custom custom -> {
                name(custom.name());
                text(custom.description());
                if (custom.grammar() != null) {
                    out.text(custom.grammar().definition());
                }
            }
            case Tool.Server server -> out.text(server.json().bytes());
        }
    }

    private void name(ToolName name) {
        text(name.namespace());
        out.text(name.name());
    }

    private void text(@Nullable String text) {
        if (text != null) {
            out.text(text);
        }
    }
}
