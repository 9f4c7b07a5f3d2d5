package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaRepair;
import io.ninerouter.gateway.codec.SchemaRules;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes tools and what is said of choosing them. */
final class ToolEncoder {
    private final Losses losses;
    private final JsonWriter out;
    private final boolean foreign;
    private final boolean openAi;

    ToolEncoder(Exchange exchange, JsonWriter out) {
        this.losses = exchange.losses();
        this.out = out;
        this.foreign = exchange.client() != Dialect.OPENAI_RESPONSES;
        this.openAi = ResponsesModel.isOpenAi(exchange.target());
    }

    /**
     * Writes the members about tools.
     *
     * @param beside the tools that are declared beside the conversation
     */
    void tooling(List<Tool> beside, Tooling tooling) {
        List<Tool> tools = beside.stream().filter(this::sayable).toList();
        if (!tools.isEmpty()) {
            out.array("tools");
            list(tools);
            out.endArray();
        }
        ToolChoice choice = tooling.choice();
        if (choice != null) {
            choice(choice, !tools.isEmpty() || beside.size() < tooling.tools().size());
        }
        out.bool("parallel_tool_calls", tooling.parallel());
    }

    /** Writes declarations as elements: neighbours of one namespace as one. */
    void list(List<Tool> tools) {
        String open = null;
        for (Tool tool : tools) {
            String namespace = namespace(tool);
            if (!Objects.equals(open, namespace)) {
                close(open);
                if (namespace != null) {
                    out.object()
                            .text("type", "namespace")
                            .text("name", namespace)
                            .text("description", RequestEncoder.options(tool).namespaceDescription())
                            .array("tools");
                }
                open = namespace;
            }
            tool(tool);
        }
        close(open);
    }

    private void close(@Nullable String namespace) {
        if (namespace != null) {
            out.endArray().endObject();
        }
    }

    private static @Nullable String namespace(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> function.name().namespace();
            case Tool.Custom custom -> custom.name().namespace();
            case Tool.Server _ -> null;
        };
    }

    private boolean sayable(Tool tool) {
        if (tool instanceof Tool.Server server && server.dialect() != Dialect.OPENAI_RESPONSES) {
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
            case Tool.Function function -> function(function);
            case Tool.Custom custom -> {
                out.object().text("type", "custom").text("name", custom.name().name());
                out.text("description", custom.description());
                if (custom.grammar() != null) {
                    out.object("format")
                            .text("type", "grammar")
                            .text("syntax", custom.grammar().syntax())
                            .text("definition", custom.grammar().definition())
                            .endObject();
                }
                options(custom.options());
                out.endObject();
            }
            case Tool.Server server -> out.raw(server.json());
        }
    }

    private void function(Tool.Function function) {
        boolean search = ClientSearch.marks(function.options().extras());
        out.object().text("type", search ? "tool_search" : "function");
        out.text("name", search ? null : function.name().name());
        out.text("description", function.description());
        RawJson schema = function.schema();
        if (schema == null) {
            out.nothing("parameters");
        } else {
            out.raw("parameters", foreign ? SchemaRepair.arguments(schema, SchemaRules.OBJECT_ROOT, losses) : schema);
        }
        // Elsewhere a schema binds only if that is said; here it does unless told otherwise.
        out.bool("strict", (function.strict() == null && foreign) ? Boolean.FALSE : function.strict());
        options(function.options());
        out.endObject();
    }

    private void options(Tool.Options options) {
        if (options.deferred()) {
            if (openAi || !foreign) {
                out.bool("defer_loading", true);
            } else {
                losses.approximated(Feature.TOOLS_DEFERRED, "told from the start");
            }
        }
        options.extras().of(Dialect.OPENAI_RESPONSES).forEach(out::raw);
        losses.foreign(options.extras(), Dialect.OPENAI_RESPONSES);
    }

    private void choice(ToolChoice choice, boolean any) {
        boolean insists = !(choice instanceof ToolChoice.Auto || choice instanceof ToolChoice.None);
        if (!any && insists && foreign) {
            // Refused among no tools.
            losses.dropped(Feature.TOOL_CHOICE, "no tools");
            return;
        }
        switch (choice) {
            case ToolChoice.Auto _ -> out.text("tool_choice", "auto");
            case ToolChoice.None _ -> out.text("tool_choice", "none");
            case ToolChoice.Any _ -> out.text("tool_choice", "required");
            case ToolChoice.Forced(ToolName name) -> named(out.name("tool_choice"), name);
            case ToolChoice.Allowed allowed -> allowed(allowed, out);
            case ToolChoice.Opaque opaque
            when opaque.dialect() == Dialect.OPENAI_RESPONSES -> out.raw("tool_choice", opaque.json());
            case ToolChoice.Opaque _ -> losses.dropped(Feature.TOOL_CHOICE, "of another dialect");
        }
    }

    static void allowed(ToolChoice.Allowed allowed, JsonWriter out) {
        out.object("tool_choice").text("type", "allowed_tools");
        out.text("mode", allowed.required() ? "required" : "auto").array("tools");
        allowed.names().forEach(name -> named(out, name));
        out.endArray().endObject();
    }

    static void named(JsonWriter out, ToolName name) {
        out.object()
                .text("type", name.custom() ? "custom" : "function")
                .text("name", name.name())
                .text("namespace", name.namespace())
                .endObject();
    }
}
