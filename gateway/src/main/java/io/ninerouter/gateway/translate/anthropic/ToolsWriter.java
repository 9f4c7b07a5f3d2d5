package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.SchemaBinding;
import io.ninerouter.gateway.codec.SchemaRepair;
import io.ninerouter.gateway.codec.SchemaRules;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.translate.claude.ClaudeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools} and {@code tool_choice}. */
final class ToolsWriter {
    private final Exchange exchange;
    private final ClaudeModel model;
    private final SchemaBinding binding;
    private final boolean own;

    /** @param binding what it takes of the request's schemas beside the answer's */
    ToolsWriter(Exchange exchange, ClaudeModel model, SchemaBinding binding) {
        this.exchange = exchange;
        this.model = model;
        this.binding = binding;
        this.own = exchange.client() == Dialect.ANTHROPIC;
    }

    /** The tools that can be offered: those of this dialect and functions, without the ones that are not allowed. */
    List<Tool> offered(Tooling tooling) {
        List<Tool> offered = new ArrayList<>(tooling.tools().size());
        for (Tool tool : tooling.tools()) {
            switch (tool) {
                case Tool.Function function -> {
                    if (allowed(function.name(), tooling.choice())) {
                        offered.add(function);
                    }
                }
                case Tool.Server server -> {
                    if (server.dialect() == Dialect.ANTHROPIC) {
                        offered.add(server);
                    } else {
                        exchange.losses().dropped(Feature.TOOLS_SERVER, server.type());
                    }
                }
                case Tool.Custom custom ->
                    exchange.losses()
                            .dropped(Feature.TOOLS_CUSTOM, custom.name().name());
            }
        }
        return offered;
    }

    private static boolean allowed(ToolName name, @Nullable ToolChoice choice) {
        return !(choice instanceof ToolChoice.Allowed some) || some.names().contains(name);
    }

    void tools(List<Tool> tools, CacheSlots slots, JsonWriter out) {
        if (tools.isEmpty()) {
            return;
        }
        out.array("tools");
        for (Tool tool : tools) {
            CacheHint placed = slots.place(tool.cache());
            switch (tool) {
                case Tool.Function function -> function(function, placed, out);
                case Tool.Server server ->
                    out.raw(
                            server.cache() != null && placed == null
                                    ? SettingsDecoder.object(
                                            Members.of(server.json()).rest(Set.of("cache_control")))
                                    : server.json());
                case Tool.Custom _ -> throw new IllegalStateException("custom tool (expected: shaped into a function)");
            }
        }
        out.endArray();
    }

    private void function(Tool.Function tool, @Nullable CacheHint placed, JsonWriter out) {
        Tool.Options options = tool.options();
        if (options.inserted()) {
            exchange.losses().approximated(Feature.TOOLS_INSERTED, "beside the conversation");
        }
        exchange.losses().foreign(options.extras(), Dialect.ANTHROPIC);
        RawJson bound = bound(tool);
        out.object().text("name", tool.name().name()).text("description", tool.description());
        out.raw("input_schema", bound == null ? schema(tool.schema()) : bound);
        out.bool("strict", own ? tool.strict() : bound == null ? null : Boolean.TRUE);
        deferred(options, out);
        options.extras().of(Dialect.ANTHROPIC).forEach(out::raw);
        BlockWriter.cacheControl(placed, out);
        out.endObject();
    }

    /** The schema that binds the calls of a tool; null = none does, or the client has bound it itself. */
    private @Nullable RawJson bound(Tool.Function tool) {
        if (own || !Boolean.TRUE.equals(tool.strict())) {
            return null;
        }
        if (!model.structured()) {
            exchange.losses().dropped(Feature.TOOL_STRICT, "the model has none");
            return null;
        }
        return binding.arguments(tool.schema());
    }

    private RawJson schema(@Nullable RawJson schema) {
        return own && schema != null && schema.isObject()
                ? schema
                : SchemaRepair.arguments(schema, SchemaRules.OBJECT_ROOT, exchange.losses());
    }

    /** Deferred tools are found by a tool of the API's own, which a client of another dialect has not asked for. */
    private void deferred(Tool.Options options, JsonWriter out) {
        if (options.deferred() && own) {
            out.bool("defer_loading", true);
        } else if (options.deferred()) {
            exchange.losses().approximated(Feature.TOOLS_DEFERRED, "told at once");
        }
    }

    void choice(Tooling tooling, List<Tool> offered, JsonWriter out) {
        ToolChoice choice = tooling.choice();
        boolean single = Boolean.FALSE.equals(tooling.parallel());
        if (offered.isEmpty() || (choice == null && !single)) {
            return;
        }
        boolean parallel = true;
        switch (choice) {
            case null -> open("auto", out);
            case ToolChoice.Auto _ -> open("auto", out);
            case ToolChoice.Any _ -> open("any", out);
            case ToolChoice.None _ -> {
                open("none", out);
                parallel = false;
            }
            case ToolChoice.Forced forced ->
                open("tool", out).text("name", forced.name().name());
            case ToolChoice.Allowed some -> {
                exchange.losses().approximated(Feature.TOOL_CHOICE_ALLOWED, "by offering no others");
                open(some.required() ? "any" : "auto", out);
            }
            case ToolChoice.Opaque opaque -> {
                if (opaque.dialect() == Dialect.ANTHROPIC) {
                    out.raw("tool_choice", opaque.json());
                    return;
                }
                exchange.losses().dropped(Feature.TOOL_CHOICE, "of another dialect");
                open("auto", out);
            }
        }
        if (parallel && tooling.parallel() != null) {
            out.bool("disable_parallel_tool_use", single);
        }
        out.endObject();
    }

    private static JsonWriter open(String type, JsonWriter out) {
        return out.object("tool_choice").text("type", type);
    }
}
