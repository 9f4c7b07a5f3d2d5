package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names, groups and free-text tools as one target has them: where they are declared, chosen and called. */
final class ToolShaping {
    private final Traits traits;
    private final Exchange exchange;

    ToolShaping(Traits traits, Exchange exchange) {
        this.traits = traits;
        this.exchange = exchange;
    }

    Tooling tooling(Tooling tooling) {
        List<Tool> tools = new ArrayList<>(tooling.tools().size());
        Set<ToolName> names = new HashSet<>();
        for (Tool tool : tooling.tools()) {
            ToolName name = name(tool);
            // Two of one name are one tool or a mistake; most providers refuse the whole request for them.
            if (name == null || names.add(name)) {
                tools.add(tool(tool));
            } else if (!tooling.tools().get(first(tooling.tools(), name)).equals(tool)) {
                exchange.losses().dropped(Feature.TOOLS, "another of the same name");
            }
        }
        ToolChoice choice = tooling.choice();
        return new Tooling(tools, choice == null ? null : choice(choice), tooling.parallel());
    }

    private static @Nullable ToolName name(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> function.name();
            case Tool.Custom custom -> custom.name();
            case Tool.Server _ -> null;
        };
    }

    private static int first(List<Tool> tools, ToolName name) {
        int at = 0;
        while (!name.equals(name(tools.get(at)))) {
            at++;
        }
        return at;
    }

    /** The messages with calls under the names of {@link #tooling}. */
    List<Message> messages(List<Message> messages) {
        List<Message> shaped = new ArrayList<>(messages.size());
        for (Message message : messages) {
            boolean calls = message.role() == Role.ASSISTANT
                    && message.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
            shaped.add(
                    calls
                            ? message.withParts(
                                    message.parts().stream().map(this::part).toList())
                            : message);
        }
        return shaped;
    }

    private Tool tool(Tool tool) {
        return switch (tool) {
            case Tool.Function function ->
                new Tool.Function(
                        name(function.name()),
                        function.description(),
                        function.schema(),
                        function.strict(),
                        function.options());
            case Tool.Custom custom -> custom(custom);
            case Tool.Server server -> server;
        };
    }

    private Tool custom(Tool.Custom custom) {
        ToolName name = name(custom.name());
        if (name.custom()) {
            return new Tool.Custom(name, custom.description(), custom.grammar(), custom.options());
        }
        exchange.losses().approximated(Feature.TOOLS_CUSTOM, "as function with one string argument");
        String description = custom.description() == null ? "" : custom.description();
        Tool.Grammar grammar = custom.grammar();
        if (grammar != null) {
            exchange.losses().approximated(Feature.TOOL_GRAMMAR, "in the description");
            description += "\n\nThe argument " + ToolNames.CUSTOM_ARGUMENT + " must match this " + grammar.syntax()
                    + " grammar:\n" + grammar.definition();
        }
        return new Tool.Function(name, description, inputSchema(), null, custom.options());
    }

    private ToolChoice choice(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Forced(ToolName name) -> new ToolChoice.Forced(name(name));
            case ToolChoice.Allowed(boolean required, List<ToolName> names) ->
                new ToolChoice.Allowed(required, names.stream().map(this::name).toList());
            case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Any _, ToolChoice.Opaque _ -> choice;
        };
    }

    private Part part(Part part) {
        if (!(part instanceof Part.ToolCall call)) {
            return part;
        }
        ToolName name = name(call.name());
        ToolInput input = call.name().custom() && !name.custom()
                ? new ToolInput.Json(call.input().object(ToolNames.CUSTOM_ARGUMENT))
                : call.input();
        return new Part.ToolCall(call.id(), name, input, call.seal(), call.cache(), call.extras());
    }

    private ToolName name(ToolName original) {
        ToolName name = exchange.toolNames().toSend(original, traits);
        if (original.namespace() != null && name.namespace() == null) {
            exchange.losses().approximated(Feature.TOOL_NAMESPACES, "as prefix of the name");
        } else if (!name.name().equals(original.name())) {
            exchange.losses().approximated(Feature.TOOL_NAMES, "renamed, and back in the answer");
        }
        return name;
    }

    private static RawJson inputSchema() {
        ByteBuilder out = new ByteBuilder(128);
        new JsonWriter(out)
                .object()
                .text("type", "object")
                .object("properties")
                .object(ToolNames.CUSTOM_ARGUMENT)
                .text("type", "string")
                .endObject()
                .endObject()
                .texts("required", List.of(ToolNames.CUSTOM_ARGUMENT))
                .bool("additionalProperties", false)
                .endObject();
        return new RawJson(Utf8.slice(out.toBytes(), 0, out.length()));
    }
}
