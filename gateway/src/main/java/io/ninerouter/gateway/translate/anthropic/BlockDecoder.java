package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads content blocks of a request. */
final class BlockDecoder {
    private static final Set<String> TOOL_USE = Set.of("type", "id", "name", "input", "cache_control");
    private static final Set<String> TOOL_RESULT =
            Set.of("type", "tool_use_id", "content", "is_error", "cache_control");

    private BlockDecoder() {}

    /** The parts of a {@code content}: a string or a list of blocks. */
    static List<Part> content(JsonReader in) {
        List<Part> parts = new ArrayList<>();
        if (in.kind() == JsonKind.TEXT) {
            parts.add(new Part.Text(String.valueOf(in.text())));
        } else if (in.array()) {
            for (int i = 0; in.nextElement(); i++) {
                parts.add(block(in.raw(), "content." + i));
            }
        }
        return parts;
    }

    private static Part block(RawJson json, String where) {
        Members block = Members.required(json, where);
        try {
            return part(block);
        } catch (BadJsonException e) {
            throw new BadJsonException(where + "." + e.getMessage());
        }
    }

    private static Part part(Members block) {
        CacheHint cache = cache(block);
        String type = block.requiredText("type");
        return switch (type) {
            case "text" -> new Part.Text(block.requiredText("text"), citations(block), null, cache);
            case "image" -> attachment(block, Media.Kind.IMAGE, cache);
            case "document" -> attachment(block, Media.Kind.DOCUMENT, cache);
            case "thinking" -> {
                String text = block.text("thinking");
                yield Part.Reasoning.of(text == null ? "" : text, seal(block.text("signature"), Seal.Kind.SIGNATURE));
            }
            case "redacted_thinking" -> Part.Reasoning.of("", seal(block.text("data"), Seal.Kind.REDACTED));
            case "tool_use" -> toolUse(block, cache);
            case "tool_result" -> toolResult(block, cache);
            default -> other(block, type, cache);
        };
    }

    /** Blocks of server tools, and those that the neutral model does not know. */
    static Part other(Members block, String type, @Nullable CacheHint cache) {
        String tool = serverTool(block, type);
        return tool == null
                ? new Part.Opaque(Dialect.ANTHROPIC, type, block.json())
                : new Part.ServerTool(Dialect.ANTHROPIC, tool, block.json(), cache);
    }

    /** The tool that a block is a use or a result of, when the provider runs it; otherwise null. */
    private static @Nullable String serverTool(Members block, String type) {
        if (type.equals("server_tool_use") || type.equals("mcp_tool_use")) {
            String name = block.lenientText("name");
            return name == null ? type : name;
        }
        String suffix = "_tool_result";
        return type.endsWith(suffix) ? type.substring(0, type.length() - suffix.length()) : null;
    }

    private static Part attachment(Members block, Media.Kind kind, @Nullable CacheHint cache) {
        Part attachment = MediaDecoder.read(block, kind, cache);
        return attachment == null ? new Part.Opaque(Dialect.ANTHROPIC, block.type(), block.json()) : attachment;
    }

    private static Part toolUse(Members block, @Nullable CacheHint cache) {
        String id = block.requiredText("id");
        if (id.isEmpty()) {
            throw new BadJsonException("id: empty (expected: the id of a tool use)");
        }
        RawJson input = block.raw("input");
        return new Part.ToolCall(
                id,
                ToolName.function(block.requiredText("name")),
                new ToolInput.Json(input == null ? RawJson.EMPTY_OBJECT : input),
                null,
                cache,
                block.extras(TOOL_USE));
    }

    private static Part toolResult(Members block, @Nullable CacheHint cache) {
        RawJson content = block.raw("content");
        return new Part.ToolResult(
                block.requiredText("tool_use_id"),
                content == null ? List.of() : nested(content),
                Boolean.TRUE.equals(block.bool("is_error")),
                cache,
                block.extras(TOOL_RESULT));
    }

    private static List<Part> nested(RawJson content) {
        try (JsonReader in = content.read()) {
            return content(in);
        }
    }

    /** A seal as a client sent it back; an empty one vouches for nothing. */
    static @Nullable Seal seal(@Nullable String data, Seal.Kind kind) {
        return data == null || data.isEmpty() ? null : SealEnvelope.open(data, kind, Dialect.ANTHROPIC);
    }

    static @Nullable CacheHint cache(Members block) {
        RawJson control = block.raw("cache_control");
        return control == null
                ? null
                : new CacheHint(Members.required(control, "cache_control").text("ttl"));
    }

    private static List<Citation> citations(Members block) {
        RawJson list = block.raw("citations");
        List<Citation> citations = new ArrayList<>();
        if (list != null) {
            try (JsonReader in = list.read()) {
                if (in.lenientArray()) {
                    while (in.nextElement()) {
                        citations.add(citation(in.raw()));
                    }
                }
            }
        }
        return citations;
    }

    /** A citation, of whatever kind of source. */
    static Citation citation(RawJson json) {
        Members members = Members.of(json);
        String url = members.lenientText("url");
        String title = members.lenientText("title");
        return new Citation(
                url == null ? members.lenientText("source") : url,
                title == null ? members.lenientText("document_title") : title,
                members.lenientText("cited_text"),
                null,
                Dialect.ANTHROPIC,
                json);
    }
}
