package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaBinding;
import io.ninerouter.gateway.codec.SchemaRepair;
import io.ninerouter.gateway.codec.SchemaRules;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code toolConfig}: there has to be one wherever the conversation has called a tool. */
final class ToolsWriter {
    private final ConverseModel model;
    private final @Nullable SchemaBinding binding;
    private final Losses losses;
    private final List<Tool.Function> tools;
    private final @Nullable ToolChoice choice;

    /** @param binding null = the model has none, see {@link ConverseModel#binds} */
    ToolsWriter(
            Tooling tooling,
            List<Message> messages,
            ConverseModel model,
            @Nullable SchemaBinding binding,
            Losses losses) {
        this.model = model;
        this.binding = binding;
        this.losses = losses;
        this.choice = tooling.choice();
        List<Tool.Function> offered = offered(tooling);
        Map<String, Tool.Function> called = called(messages);
        boolean none = choice instanceof ToolChoice.None;
        if (none && !called.isEmpty()) {
            losses.dropped(Feature.TOOL_CHOICE, "there is no word for none");
        }
        if (none && called.isEmpty()) {
            tools = List.of();
            if (!offered.isEmpty()) {
                losses.approximated(Feature.TOOL_CHOICE, "by offering none");
            }
        } else {
            tools = offered.isEmpty() ? List.copyOf(called.values()) : offered;
        }
        if (tooling.parallel() != null && !tools.isEmpty()) {
            losses.dropped(Feature.PARALLEL_TOOL_CALLS, "has no such setting");
        }
    }

    List<Tool.Function> tools() {
        return tools;
    }

    private List<Tool.Function> offered(Tooling tooling) {
        List<Tool.Function> offered = new ArrayList<>(tooling.tools().size());
        for (Tool tool : tooling.tools()) {
            switch (tool) {
                case Tool.Function function -> {
                    if (!(choice instanceof ToolChoice.Allowed some)
                            || some.names().contains(function.name())) {
                        offered.add(function);
                    }
                }
                case Tool.Server server -> losses.dropped(Feature.TOOLS_SERVER, server.type());
                case Tool.Custom custom ->
                    losses.dropped(Feature.TOOLS_CUSTOM, custom.name().name());
            }
        }
        return offered;
    }

    private static Map<String, Tool.Function> called(List<Message> messages) {
        Map<String, Tool.Function> called = new LinkedHashMap<>();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    called.putIfAbsent(
                            call.name().name(),
                            new Tool.Function(
                                    call.name(), "No longer there: do not call it.", null, null, Tool.Options.NONE));
                }
            }
        }
        return called;
    }

    void write(CachePoints points, JsonWriter out) {
        if (tools.isEmpty()) {
            return;
        }
        out.object("toolConfig").array("tools");
        for (Tool.Function tool : tools) {
            function(tool, out);
            points.writeForTool(tool.cache(), out);
        }
        out.endArray();
        choice(out);
        out.endObject();
    }

    private void function(Tool.Function tool, JsonWriter out) {
        Tool.Options options = tool.options();
        losses.foreign(options.extras(), Dialect.BEDROCK_CONVERSE);
        if (options.inserted()) {
            losses.approximated(Feature.TOOLS_INSERTED, "beside the conversation");
        }
        if (options.deferred()) {
            losses.approximated(Feature.TOOLS_DEFERRED, "told at once");
        }
        boolean strict = Boolean.TRUE.equals(tool.strict());
        if (strict && binding == null) {
            losses.dropped(Feature.TOOL_STRICT, "the model has none");
        }
        RawJson bound = strict && binding != null ? binding.arguments(tool.schema()) : null;
        String about = tool.description();
        out.object().object("toolSpec").text("name", tool.name().name());
        out.text("description", about == null || about.isBlank() ? null : about);
        out.object("inputSchema")
                .raw(
                        "json",
                        bound == null ? SchemaRepair.arguments(tool.schema(), SchemaRules.OBJECT_ROOT, losses) : bound)
                .endObject();
        if (bound != null) {
            out.bool("strict", true);
        }
        out.endObject().endObject();
    }

    private void choice(JsonWriter out) {
        switch (choice) {
            case null -> {
                // As the model likes.
            }
            case ToolChoice.Auto _ -> {
                if (model.anyTool()) {
                    open("auto", out);
                }
            }
            case ToolChoice.None _ -> {
                // Told in the constructor.
            }
            case ToolChoice.Any _ -> any(out);
            case ToolChoice.Forced(ToolName name) -> {
                if (model.thisTool()) {
                    out.object("toolChoice")
                            .object("tool")
                            .text("name", name.name())
                            .endObject()
                            .endObject();
                } else {
                    losses.dropped(Feature.TOOL_CHOICE, "the model does not take it");
                }
            }
            case ToolChoice.Allowed some -> {
                losses.approximated(Feature.TOOL_CHOICE_ALLOWED, "by offering no others");
                if (some.required()) {
                    any(out);
                }
            }
            case ToolChoice.Opaque _ -> losses.dropped(Feature.TOOL_CHOICE, "of another dialect");
        }
    }

    private void any(JsonWriter out) {
        if (model.anyTool()) {
            open("any", out);
        } else {
            losses.dropped(Feature.TOOL_CHOICE, "the model does not take it");
        }
    }

    private static void open(String kind, JsonWriter out) {
        out.object("toolChoice").object(kind).endObject().endObject();
    }

    /** Whether a tool has to be called. */
    boolean forced() {
        return switch (choice) {
            case ToolChoice.Any _, ToolChoice.Forced _ -> true;
            case ToolChoice.Allowed some -> some.required();
            case null -> false;
            case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Opaque _ -> false;
        };
    }
}
