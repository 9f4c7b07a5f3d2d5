package io.ninerouter.gateway.translate.ollama;

import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaRepair;
import io.ninerouter.gateway.codec.SchemaRules;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code tools}. There is no way to choose among them but to tell of no other. */
final class ToolEncoder {
    private final Losses losses;
    private final JsonWriter out;

    ToolEncoder(Losses losses, JsonWriter out) {
        this.losses = losses;
        this.out = out;
    }

    void write(Tooling tooling) {
        List<Tool.Function> functions = new ArrayList<>();
        for (Tool tool : tooling.tools()) {
            switch (tool) {
                case Tool.Function function -> functions.add(function);
                case Tool.Server server -> losses.dropped(Feature.TOOLS_SERVER, server.type());
                case Tool.Custom _ ->
                    throw new IllegalArgumentException("tool: free text (expected: a function, by the shaper)");
            }
        }
        if (tooling.choice() != null) {
            functions = chosen(tooling.choice(), functions);
        }
        if (Boolean.FALSE.equals(tooling.parallel())) {
            losses.dropped(Feature.PARALLEL_TOOL_CALLS, "the model decides itself");
        }
        if (!functions.isEmpty()) {
            out.array("tools");
            functions.forEach(this::function);
            out.endArray();
        }
    }

    private List<Tool.Function> chosen(ToolChoice choice, List<Tool.Function> functions) {
        return switch (choice) {
            case ToolChoice.Auto _ -> functions;
            case ToolChoice.None _ -> {
                losses.approximated(Feature.TOOL_CHOICE, "no tool is told of");
                yield List.of();
            }
            case ToolChoice.Any _ -> {
                losses.dropped(Feature.TOOL_CHOICE, "calls cannot be forced");
                yield functions;
            }
            case ToolChoice.Forced(ToolName name) -> {
                losses.dropped(Feature.TOOL_CHOICE, "calls cannot be forced; no other tool is told of");
                yield only(List.of(name), functions);
            }
            case ToolChoice.Allowed(boolean required, List<ToolName> names) -> {
                if (required) {
                    losses.dropped(Feature.TOOL_CHOICE_ALLOWED, "calls cannot be forced; no other tool is told of");
                } else {
                    losses.approximated(Feature.TOOL_CHOICE_ALLOWED, "no other tool is told of");
                }
                yield only(names, functions);
            }
            case ToolChoice.Opaque _ -> {
                losses.dropped(Feature.TOOL_CHOICE, "of another dialect");
                yield functions;
            }
        };
    }

    private static List<Tool.Function> only(List<ToolName> names, List<Tool.Function> functions) {
        return functions.stream()
                .filter(function -> names.contains(function.name()))
                .toList();
    }

    private void function(Tool.Function function) {
        Tool.Options options = function.options();
        if (function.cache() != null) {
            losses.approximated(Feature.CACHE_HINTS, "the server caches by itself");
        }
        if (options.deferred()) {
            losses.approximated(Feature.TOOLS_DEFERRED, "told from the start");
        }
        if (options.inserted()) {
            losses.approximated(Feature.TOOLS_INSERTED, "told from the start");
        }
        if (Boolean.TRUE.equals(function.strict())) {
            losses.dropped(Feature.TOOL_STRICT, "arguments are not held to their schema");
        }
        options.extras().members().keySet().forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
        out.object().text("type", "function").object("function");
        out.text("name", function.name().name()).text("description", function.description());
        out.raw("parameters", SchemaRepair.arguments(function.schema(), SchemaRules.OBJECT_ROOT, losses));
        out.endObject().endObject();
    }
}
