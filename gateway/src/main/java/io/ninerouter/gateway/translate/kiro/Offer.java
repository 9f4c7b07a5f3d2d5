package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaRepair;
import io.ninerouter.gateway.codec.SchemaRules;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request as the service takes them: each with a description of bounded length and a schema without the
 * keywords that it refuses, and one for every name that the conversation has called. What is longer stands in the
 * instructions. Not thread-safe.
 */
final class Offer {
    /** In characters; from about 10 000 on the service refuses the request. */
    static final int MAX_DESCRIPTION = 9_000;

    /** An empty {@code required} is refused too. */
    private static final SchemaRules RULES = new SchemaRules(
            Set.of("$schema", "$id", "additionalProperties", "unevaluatedProperties"), true, false, false, false, true);

    private static final RawJson ANYTHING = RawJson.of("{\"type\":\"object\",\"properties\":{}}");

    private record Specification(String description, RawJson schema) {}

    private final Losses losses;
    private final Map<String, Specification> tools = new LinkedHashMap<>();
    private final List<String> instructions = new ArrayList<>();
    private String demand = "";

    private Offer(Losses losses) {
        this.losses = losses;
    }

    static Offer of(Tooling tooling, List<Message> messages, Losses losses) {
        Offer offer = new Offer(losses);
        for (Tool tool : tooling.tools()) {
            offer.add(tool, tooling.choice());
        }
        offer.called(messages);
        offer.choice(tooling.choice(), !tooling.tools().isEmpty());
        if (tooling.parallel() != null && !tooling.tools().isEmpty()) {
            losses.dropped(Feature.PARALLEL_TOOL_CALLS, "has no such setting");
        }
        return offer;
    }

    /** Descriptions that are too long for their place; empty when there are none. */
    String instructions() {
        return String.join("\n\n", instructions);
    }

    /** That a tool has to be called, in words; empty when none has to. */
    String demand() {
        return demand;
    }

    private void add(Tool tool, @Nullable ToolChoice choice) {
        if (tool.cache() != null) {
            losses.dropped(Feature.CACHE_HINTS, "the provider caches by itself");
        }
        switch (tool) {
            case Tool.Function function -> {
                if (offered(function.name(), choice)) {
                    function(function);
                }
            }
            case Tool.Server server -> losses.dropped(Feature.TOOLS_SERVER, server.type());
            case Tool.Custom custom ->
                losses.dropped(Feature.TOOLS_CUSTOM, custom.name().name());
        }
    }

    private static boolean offered(ToolName name, @Nullable ToolChoice choice) {
        return !(choice instanceof ToolChoice.None)
                && !(choice instanceof ToolChoice.Allowed some && !some.names().contains(name));
    }

    private void function(Tool.Function tool) {
        Tool.Options options = tool.options();
        losses.foreign(options.extras(), Dialect.KIRO);
        if (options.inserted()) {
            losses.approximated(Feature.TOOLS_INSERTED, "beside the conversation");
        }
        if (options.deferred()) {
            losses.approximated(Feature.TOOLS_DEFERRED, "told at once");
        }
        if (Boolean.TRUE.equals(tool.strict())) {
            losses.dropped(Feature.TOOL_STRICT, "has no such setting");
        }
        String name = tool.name().name();
        tools.put(
                name, new Specification(description(name, tool), SchemaRepair.arguments(tool.schema(), RULES, losses)));
    }

    private String description(String name, Tool.Function tool) {
        String told = tool.description() == null ? "" : tool.description();
        if (told.isBlank()) {
            return "Tool: " + name;
        }
        if (told.length() <= MAX_DESCRIPTION) {
            return told;
        }
        losses.approximated(Feature.TOOLS, "a long description in the instructions");
        instructions.add("Description of the tool " + name + ":\n" + told);
        return "See the description of the tool " + name + " in the instructions.";
    }

    /** What was called has to be declared, even if it is not to be called again. */
    private void called(List<Message> messages) {
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    String name = call.name().name();
                    tools.putIfAbsent(
                            name, new Specification("Tool: " + name + ". No longer there: do not call it.", ANYTHING));
                }
            }
        }
    }

    private void choice(@Nullable ToolChoice choice, boolean declared) {
        if (tools.isEmpty()) {
            if (declared && choice instanceof ToolChoice.None) {
                losses.approximated(Feature.TOOL_CHOICE, "by offering none");
            }
            return;
        }
        switch (choice) {
            case null -> {
                // As the model likes.
            }
            case ToolChoice.Auto _ -> {
                // As the model likes.
            }
            case ToolChoice.None _ -> {
                losses.approximated(Feature.TOOL_CHOICE, "in words");
                demand = "[Do not call a tool now.]";
            }
            case ToolChoice.Any _ -> demand("some tool");
            case ToolChoice.Forced(ToolName name) -> demand("the tool " + name.name());
            case ToolChoice.Allowed some -> {
                losses.approximated(Feature.TOOL_CHOICE_ALLOWED, "by offering no others");
                if (some.required()) {
                    demand("some tool");
                }
            }
            case ToolChoice.Opaque _ -> losses.dropped(Feature.TOOL_CHOICE, "of another dialect");
        }
    }

    private void demand(String what) {
        losses.approximated(Feature.TOOL_CHOICE, "in words");
        demand = "[Answer by calling " + what + ".]";
    }

    boolean isEmpty() {
        return tools.isEmpty();
    }

    void write(JsonWriter out) {
        if (tools.isEmpty()) {
            return;
        }
        out.array("tools");
        tools.forEach((name, tool) -> out.object()
                .object("toolSpecification")
                .text("name", name)
                .text("description", tool.description())
                .object("inputSchema")
                .raw("json", tool.schema())
                .endObject()
                .endObject()
                .endObject());
        out.endArray();
    }
}
