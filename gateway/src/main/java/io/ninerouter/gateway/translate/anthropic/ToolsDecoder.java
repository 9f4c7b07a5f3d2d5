package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code tool_choice}. */
final class ToolsDecoder {
    private static final Set<String> FUNCTION =
            Set.of("type", "name", "description", "input_schema", "strict", "defer_loading", "cache_control");

    private ToolsDecoder() {}

    static Tooling read(@Nullable RawJson tools, @Nullable RawJson choice) {
        List<Tool> list = new ArrayList<>();
        if (tools != null) {
            try (JsonReader in = tools.read()) {
                if (in.array()) {
                    for (int i = 0; in.nextElement(); i++) {
                        list.add(tool(in.raw(), "tools." + i));
                    }
                }
            } catch (BadJsonException e) {
                String told = String.valueOf(e.getMessage());
                throw told.startsWith("body: ") ? new BadJsonException("tools" + told.substring(4)) : e;
            }
        }
        if (choice == null) {
            return list.isEmpty() ? Tooling.NONE : new Tooling(list, null, null);
        }
        Members members = Members.required(choice, "tool_choice");
        Boolean single = members.bool("disable_parallel_tool_use");
        return new Tooling(list, choice(members), single == null ? null : Boolean.valueOf(!single));
    }

    private static Tool tool(RawJson json, String where) {
        Members tool = Members.required(json, where);
        try {
            String type = tool.type();
            if (!type.isEmpty() && !type.equals("custom")) {
                return new Tool.Server(Dialect.ANTHROPIC, type, json, BlockDecoder.cache(tool));
            }
            Boolean deferred = tool.bool("defer_loading");
            Tool.Options options = new Tool.Options(
                    Boolean.TRUE.equals(deferred), null, false, BlockDecoder.cache(tool), tool.extras(FUNCTION));
            return new Tool.Function(
                    ToolName.function(tool.requiredText("name")),
                    tool.text("description"),
                    tool.raw("input_schema"),
                    tool.bool("strict"),
                    options);
        } catch (BadJsonException e) {
            throw new BadJsonException(where + "." + e.getMessage());
        }
    }

    private static ToolChoice choice(Members choice) {
        return switch (choice.type()) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "any" -> new ToolChoice.Any();
            case "tool" -> new ToolChoice.Forced(ToolName.function(choice.requiredText("name")));
            default -> new ToolChoice.Opaque(Dialect.ANTHROPIC, choice.json());
        };
    }
}
