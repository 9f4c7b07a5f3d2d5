package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.codec.ToolNames;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes content blocks, and points where a prompt cache may end behind them. Not thread-safe. */
final class BlockWriter {
    private static final String DOCUMENTS = "[Documents.]";

    private final ConverseModel model;
    private final CachePoints points;
    private final JsonWriter out;
    private final DocumentNames names = new DocumentNames();

    BlockWriter(ConverseModel model, CachePoints points, JsonWriter out) {
        this.model = model;
        this.points = points;
        this.out = out;
    }

    /** The blocks of a turn as an array. */
    void content(List<Part> parts) {
        out.array("content");
        boolean documents = parts.stream().anyMatch(BlockWriter::isDocument);
        if (documents && parts.stream().noneMatch(Part.Text.class::isInstance)) {
            // The service wants words beside documents.
            out.object().text("text", DOCUMENTS).endObject();
        }
        for (Part part : parts) {
            out.object();
            block(part);
            out.endObject();
            points.write(hint(part), out);
        }
        out.endArray();
    }

    private static boolean isDocument(Part part) {
        return part instanceof Part.Attachment attachment && attachment.kind() == Media.Kind.DOCUMENT;
    }

    /** The hint of a part, or of a part within it: there is no place for it there. */
    static @Nullable CacheHint hint(Part part) {
        CacheHint hint = part.cache();
        if (part instanceof Part.ToolResult result) {
            for (Part within : result.parts()) {
                hint = within.cache() == null ? hint : within.cache();
            }
        }
        return hint;
    }

    private void block(Part part) {
        switch (part) {
            case Part.Text text -> out.text("text", text.text());
            case Part.Attachment attachment -> attachment(attachment);
            case Part.ToolCall call ->
                out.object("toolUse")
                        .text("toolUseId", call.id())
                        .text("name", call.name().name())
                        .raw("input", call.input().object(ToolNames.CUSTOM_ARGUMENT))
                        .endObject();
            case Part.ToolResult result -> result(result);
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.Refusal _, Part.ServerTool _, Part.Opaque _ ->
                throw new IllegalStateException(
                        "part: " + part.getClass().getSimpleName() + " (expected: one that PartFitting leaves)");
        }
    }

    private void result(Part.ToolResult result) {
        out.object("toolResult").text("toolUseId", result.callId()).array("content");
        for (Part part : result.parts()) {
            out.object();
            block(part);
            out.endObject();
        }
        out.endArray();
        if (model.status()) {
            out.text("status", result.error() ? "error" : "success");
        }
        out.endObject();
    }

    private void reasoning(Part.Reasoning reasoning) {
        Seal seal = reasoning.seal();
        out.object("reasoningContent");
        if (seal != null && seal.kind() == Seal.Kind.REDACTED) {
            out.text("redactedContent", seal.data());
        } else if (seal != null) {
            out.object("reasoningText")
                    .text("text", reasoning.text())
                    .text("signature", seal.data())
                    .endObject();
        }
        out.endObject();
    }

    private void attachment(Part.Attachment attachment) {
        switch (attachment.kind()) {
            case IMAGE -> out.object("image");
            case VIDEO -> out.object("video");
            case DOCUMENT -> out.object("document");
            case AUDIO -> out.object("audio");
        }
        out.text("format", format(attachment));
        if (attachment.kind() == Media.Kind.DOCUMENT) {
            document(attachment.about());
        }
        out.object("source");
        switch (attachment.media()) {
            case Media.Inline inline -> out.name("bytes").plain("", inline.base64());
            case Media.PlainText(String text) ->
                out.name("bytes")
                        .plain("", Utf8.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
            case Media.Url url ->
                out.object("s3Location").text("uri", url.url()).endObject();
            case Media.FileId _ -> throw new IllegalStateException("file id (expected: left out by PartFitting)");
        }
        out.endObject().endObject();
    }

    private static @Nullable String format(Part.Attachment attachment) {
        return switch (attachment.media()) {
            case Media.Inline inline -> Formats.of(attachment.kind(), inline.mimeType());
            case Media.Url url -> Formats.of(attachment.kind(), Formats.type(url));
            case Media.PlainText _, Media.FileId _ -> "txt";
        };
    }

    private void document(Part.MediaDetail about) {
        out.text("name", names.next(about.name()));
        out.text("context", about.context());
        if (about.citable() != null && model.cites()) {
            out.object("citations").bool("enabled", about.citable()).endObject();
        }
    }
}
