package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.codec.ToolNames;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writes parts, as answers have them and requests mostly too. */
final class PartWriter {
    private final Losses losses;

    PartWriter(Losses losses) {
        this.losses = losses;
    }

    /** Words said or thought. */
    static void text(String text, boolean thought, @Nullable Seal seal, JsonWriter out) {
        out.object().text("text", text);
        if (thought) {
            out.bool("thought", true);
        }
        seal(seal, out);
        out.endObject();
    }

    void call(String id, ToolName name, ToolInput input, @Nullable Seal seal, JsonWriter out) {
        if (input instanceof ToolInput.Broken) {
            losses.approximated(Feature.TOOL_CALL_ARGUMENTS, "no JSON: as text in one argument");
        }
        out.object()
                .object("functionCall")
                .text("id", id)
                .text("name", name.name())
                .raw("args", input.object(ToolNames.CUSTOM_ARGUMENT))
                .endObject();
        seal(seal, out);
        out.endObject();
    }

    /** Whether there is a way to say it; counts what there is none for. */
    boolean knows(Part whole) {
        return switch (whole) {
            case Part.ServerTool tool -> {
                boolean own = tool.dialect() == Dialect.GEMINI;
                if (!own) {
                    losses.dropped(Feature.TOOLS_SERVER, "step of a tool of another provider");
                }
                yield own;
            }
            case Part.Opaque opaque -> {
                boolean own = opaque.dialect() == Dialect.GEMINI;
                if (!own) {
                    losses.dropped(Feature.VENDOR_PARTS, "of another dialect");
                }
                yield own;
            }
            case Part.Attachment attachment -> {
                boolean foreign = attachment.media() instanceof Media.FileId file && file.dialect() != Dialect.GEMINI;
                if (foreign) {
                    losses.dropped(Feature.OUTPUT_MEDIA, "kept by another provider");
                }
                yield !foreign;
            }
            default -> {
                losses.dropped(Feature.VENDOR_PARTS, "not sayable in an answer");
                yield false;
            }
        };
    }

    /** A part that comes whole; only what {@link #knows}. */
    static void whole(Part whole, JsonWriter out) {
        switch (whole) {
            case Part.ServerTool tool -> out.raw(tool.json());
            case Part.Opaque opaque -> out.raw(opaque.json());
            case Part.Attachment attachment -> media(attachment.media(), out);
            default -> throw new IllegalArgumentException("part: " + whole.getClass() + " (expected: a sayable one)");
        }
    }

    private static void media(Media media, JsonWriter out) {
        switch (media) {
            case Media.Inline inline -> inline(inline.mimeType(), inline.base64(), out);
            case Media.PlainText plain ->
                inline(
                        "text/plain",
                        Utf8.of(Base64.getEncoder().encodeToString(plain.text().getBytes(StandardCharsets.UTF_8))),
                        out);
            case Media.Url url -> file(url.url(), url.mimeType(), out);
            case Media.FileId file -> file(file.id(), file.mimeType(), out);
        }
    }

    /** An {@code inlineData} part. */
    static void inline(String mimeType, Utf8 base64, JsonWriter out) {
        out.object()
                .object("inlineData")
                .text("mimeType", mimeType)
                .name("data")
                .plain("", base64)
                .endObject()
                .endObject();
    }

    /** A {@code fileData} part. */
    static void file(String uri, @Nullable String mimeType, JsonWriter out) {
        out.object()
                .object("fileData")
                .text("mimeType", mimeType)
                .text("fileUri", uri)
                .endObject()
                .endObject();
    }

    private static void seal(@Nullable Seal seal, JsonWriter out) {
        if (seal != null) {
            out.text("thoughtSignature", SealEnvelope.wrap(seal, Dialect.GEMINI));
        }
    }
}
