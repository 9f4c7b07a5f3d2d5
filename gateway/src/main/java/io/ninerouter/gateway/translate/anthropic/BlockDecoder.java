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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads content blocks of a request. */
final class BlockDecoder {
    private static final Set<String> TOOL_USE = Set.of("type", "id", "name", "input", "cache_control");
    private static final Set<String> TOOL_RESULT =
            Set.of("type", "tool_use_id", "content", "is_error", "cache_control");

    /** Members of the other blocks that the neutral model knows. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "text", Set.of("type", "text", "citations", "cache_control"),
            "image", Set.of("type", "source", "cache_control"),
            "document", Set.of("type", "source", "title", "context", "citations", "cache_control"),
            "thinking", Set.of("type", "thinking", "signature", "cache_control"),
            "redacted_thinking", Set.of("type", "data", "cache_control"));

    private BlockDecoder() {}

    /** What a block of this type has beside what the neutral model knows; none for blocks that are kept whole. */
    static Map<String, RawJson> unknown(Members block, String type) {
        Set<String> known = KNOWN.get(type);
        return known == null ? Map.of() : block.rest(known);
    }

    /**
     * The parts of a {@code content}: a string or a list of blocks.
     *
     * @param unknown takes members that the neutral model does not know, under {@code type.member}
     */
    static List<Part> content(JsonReader in, Map<String, RawJson> unknown) {
        List<Part> parts = new ArrayList<>();
        if (in.kind() == JsonKind.TEXT) {
            parts.add(new Part.Text(String.valueOf(in.text())));
        } else if (in.array()) {
            for (int i = 0; in.nextElement(); i++) {
                parts.add(block(in.raw(), "content." + i, unknown));
            }
        }
        return parts;
    }

    private static Part block(RawJson json, String where, Map<String, RawJson> unknown) {
        Members block = Members.required(json, where);
        try {
            return part(block, unknown);
        } catch (BadJsonException e) {
            throw new BadJsonException(where + "." + e.getMessage());
        }
    }

    private static Part part(Members block, Map<String, RawJson> unknown) {
        CacheHint cache = cache(block);
        String type = block.requiredText("type");
        unknown(block, type).forEach((name, value) -> unknown.put(type + "." + name, value));
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
            case "tool_result" -> toolResult(block, cache, unknown);
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

    private static Part toolResult(Members block, @Nullable CacheHint cache, Map<String, RawJson> unknown) {
        RawJson content = block.raw("content");
        return new Part.ToolResult(
                block.requiredText("tool_use_id"),
                content == null ? List.of() : nested(content, unknown),
                Boolean.TRUE.equals(block.bool("is_error")),
                cache,
                block.extras(TOOL_RESULT));
    }

    private static List<Part> nested(RawJson content, Map<String, RawJson> unknown) {
        try (JsonReader in = content.read()) {
            return content(in, unknown);
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
