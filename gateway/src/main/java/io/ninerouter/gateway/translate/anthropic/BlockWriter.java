package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.ToolNames;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes parts that went through {@link PartFitting} as content blocks of a request. */
final class BlockWriter {
    private static final Set<String> CACHE = Set.of("cache_control");

    private final JsonWriter out;
    private final CacheSlots slots;

    BlockWriter(JsonWriter out, CacheSlots slots) {
        this.out = out;
        this.slots = slots;
    }

    /** A {@code content} member: a string when one plain text is all there is, otherwise blocks. */
    void content(String name, List<Part> parts) {
        if (parts.size() == 1
                && parts.getFirst() instanceof Part.Text text
                && text.citations().isEmpty()
                && text.cache() == null) {
            out.text(name, text.text());
            return;
        }
        out.array(name);
        parts.forEach(this::block);
        out.endArray();
    }

    private void block(Part part) {
        CacheHint hint = CacheSlots.hint(part);
        CacheHint placed = slots.place(hint);
        switch (part) {
            case Part.Text text -> {
                begin("text").text("text", text.text());
                citations(text.citations());
                end(placed);
            }
            case Part.Attachment attachment -> attachment(attachment, placed);
            case Part.ToolCall call -> {
                begin("tool_use").text("id", call.id()).text("name", call.name().name());
                out.raw("input", arguments(call.input()));
                extras(call.extras());
                end(placed);
            }
            case Part.ToolResult result -> result(result, placed);
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.Refusal refusal ->
                begin("text").text("text", refusal.text()).endObject();
            case Part.ServerTool server -> whole(server.json(), hint, placed);
            case Part.Opaque opaque -> whole(opaque.json(), hint, placed);
        }
    }

    private static RawJson arguments(ToolInput input) {
        return input.object(ToolNames.CUSTOM_ARGUMENT);
    }

    private void result(Part.ToolResult result, @Nullable CacheHint placed) {
        begin("tool_result").text("tool_use_id", result.callId());
        if (!result.parts().isEmpty()) {
            content("content", result.parts());
        }
        if (result.error()) {
            out.bool("is_error", true);
        }
        extras(result.extras());
        end(placed);
    }

    private void reasoning(Part.Reasoning reasoning) {
        Seal seal = reasoning.seal();
        String data = seal == null ? "" : seal.data();
        if (seal != null && seal.kind() == Seal.Kind.REDACTED) {
            begin("redacted_thinking").text("data", data).endObject();
        } else {
            begin("thinking")
                    .text("thinking", reasoning.text())
                    .text("signature", data)
                    .endObject();
        }
    }

    private void citations(List<Citation> citations) {
        if (!citations.isEmpty()) {
            out.array("citations");
            citations.forEach(citation -> out.raw(citation.raw()));
            out.endArray();
        }
    }

    private void attachment(Part.Attachment attachment, @Nullable CacheHint placed) {
        begin(attachment.kind() == Media.Kind.IMAGE ? "image" : "document");
        out.object("source");
        switch (attachment.media()) {
            case Media.Inline inline ->
                out.text("type", "base64")
                        .text("media_type", inline.mimeType())
                        .name("data")
                        .plain("", inline.base64());
            case Media.Url url -> out.text("type", "url").text("url", url.url());
            case Media.FileId file -> out.text("type", "file").text("file_id", file.id());
            case Media.PlainText plain ->
                out.text("type", "text").text("media_type", "text/plain").text("data", plain.text());
        }
        out.endObject();
        if (attachment.kind() != Media.Kind.IMAGE) {
            Part.MediaDetail about = attachment.about();
            out.text("title", about.name()).text("context", about.context());
            if (about.citable() != null) {
                out.object("citations").bool("enabled", about.citable()).endObject();
            }
        }
        end(placed);
    }

    private void whole(RawJson json, @Nullable CacheHint hint, @Nullable CacheHint placed) {
        out.raw(
                hint != null && placed == null
                        ? SettingsDecoder.object(Members.of(json).rest(CACHE))
                        : json);
    }

    private JsonWriter begin(String type) {
        return out.object().text("type", type);
    }

    private void end(@Nullable CacheHint placed) {
        cacheControl(placed, out);
        out.endObject();
    }

    private void extras(Extras extras) {
        extras.of(Dialect.ANTHROPIC).forEach(out::raw);
    }

    /** {@code cache_control}, if there is a hint. */
    static void cacheControl(@Nullable CacheHint hint, JsonWriter out) {
        if (hint != null) {
            out.object("cache_control")
                    .text("type", "ephemeral")
                    .text("ttl", hint.ttl())
                    .endObject();
        }
    }
}
