package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaRepair;
import io.ninerouter.gateway.codec.SchemaRules;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.List;

/** Writes tools and what is said of choosing them. */
final class ChatToolEncoder {
    private final Losses losses;
    private final JsonWriter out;

    ChatToolEncoder(Losses losses, JsonWriter out) {
        this.losses = losses;
        this.out = out;
    }

    void tooling(Tooling tooling) {
        List<Tool> tools = tooling.tools().stream().filter(this::sayable).toList();
        if (tools.isEmpty()) {
            // Providers refuse a choice among no tools.
            if (!(tooling.choice() instanceof ToolChoice.None) && tooling.choice() != null) {
                losses.dropped(Feature.TOOL_CHOICE, "no tools");
            }
            return;
        }
        out.array("tools");
        tools.forEach(this::tool);
        out.endArray();
        if (tooling.choice() != null) {
            choice(tooling.choice());
        }
        out.bool("parallel_tool_calls", tooling.parallel());
    }

    private boolean sayable(Tool tool) {
        if (tool instanceof Tool.Server server && server.dialect() != Dialect.OPENAI_CHAT) {
            losses.dropped(Feature.TOOLS_SERVER, server.type());
            return false;
        }
        return true;
    }

    private void tool(Tool tool) {
        if (tool.cache() != null) {
            losses.dropped(Feature.CACHE_HINTS, "caching is automatic");
        }
        switch (tool) {
            case Tool.Function function -> {
                out.object().text("type", "function").object("function");
                out.text("name", function.name().name()).text("description", function.description());
                if (function.schema() != null) {
                    out.raw("parameters", SchemaRepair.arguments(function.schema(), SchemaRules.OBJECT_ROOT, losses));
                }
                out.bool("strict", function.strict()).endObject();
                options(function.options());
                out.endObject();
            }
            case Tool.Custom custom -> {
                out.object().text("type", "custom").object("custom");
                out.text("name", custom.name().name()).text("description", custom.description());
                if (custom.grammar() != null) {
                    out.object("format")
                            .text("type", "grammar")
                            .object("grammar")
                            .text("syntax", custom.grammar().syntax())
                            .text("definition", custom.grammar().definition())
                            .endObject()
                            .endObject();
                }
                out.endObject();
                options(custom.options());
                out.endObject();
            }
            case Tool.Server server -> out.raw(server.json());
        }
    }

    private void options(Tool.Options options) {
        if (options.deferred()) {
            losses.approximated(Feature.TOOLS_DEFERRED, "told from the start");
        }
        if (options.inserted()) {
            losses.approximated(Feature.TOOLS_INSERTED, "told from the start");
        }
        options.extras().of(Dialect.OPENAI_CHAT).forEach(out::raw);
        losses.foreign(options.extras(), Dialect.OPENAI_CHAT);
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> out.text("tool_choice", "auto");
            case ToolChoice.None _ -> out.text("tool_choice", "none");
            case ToolChoice.Any _ -> out.text("tool_choice", "required");
            case ToolChoice.Forced(ToolName name) -> named(out.name("tool_choice"), name);
            case ToolChoice.Allowed(boolean required, List<ToolName> names) -> {
                out.object("tool_choice").text("type", "allowed_tools").object("allowed_tools");
                out.text("mode", required ? "required" : "auto").array("tools");
                names.forEach(name -> named(out, name));
                out.endArray().endObject().endObject();
            }
            case ToolChoice.Opaque opaque
            when opaque.dialect() == Dialect.OPENAI_CHAT -> out.raw("tool_choice", opaque.json());
            case ToolChoice.Opaque _ -> losses.dropped(Feature.TOOL_CHOICE, "of another dialect");
        }
    }

    private static void named(JsonWriter out, ToolName name) {
        String kind = name.custom() ? "custom" : "function";
        out.object()
                .text("type", kind)
                .object(kind)
                .text("name", name.name())
                .endObject()
                .endObject();
    }
}
