package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.codec.ToolNames;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the parts of contents in requests. */
final class PartEncoder {
    private final Losses losses;
    private final JsonWriter out;
    private final GeminiEndpoint endpoint;

    PartEncoder(GeminiModel model, Exchange exchange, JsonWriter out) {
        this.endpoint = model.endpoint();
        this.losses = exchange.losses();
        this.out = out;
    }

    /** Whether there is nothing in it: Google refuses contents of empty text only. */
    static boolean isEmpty(Part part) {
        return part instanceof Part.Text text && text.text().isEmpty() && text.seal() == null;
    }

    /** Whether {@link #said} writes anything; counts what it does not. */
    boolean knows(Part part) {
        return switch (part) {
            case Part.ServerTool tool ->
                tool.dialect() == Dialect.GEMINI || dropped(Feature.TOOLS_SERVER, "step of a tool of another provider");
            case Part.Opaque opaque ->
                opaque.dialect() == Dialect.GEMINI || dropped(Feature.VENDOR_PARTS, "of another dialect");
            case Part.Reasoning reasoning ->
                endpoint.thoughts()
                        ? !reasoning.sections().isEmpty() || reasoning.seal() != null
                        : unthought(reasoning);
            case Part.Text text
            when text.text().isEmpty() && text.seal() != null ->
                endpoint.thoughts() || dropped(Feature.REASONING_SEAL, "no place apart from text and calls");
            default -> !isEmpty(part);
        };
    }

    /** Writes anything but calls and results; what no content can say is written as words and counted. */
    void said(Part part) {
        if (part.cache() != null) {
            losses.approximated(Feature.CACHE_HINTS, "the provider caches by itself");
        }
        switch (part) {
            case Part.Text text -> {
                if (!text.citations().isEmpty()) {
                    losses.dropped(Feature.CITATIONS, "of earlier answers");
                }
                text(text.text(), false, text.seal());
            }
            case Part.Refusal refusal -> {
                losses.approximated(Feature.REFUSAL, "as text");
                text(refusal.text());
            }
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.Attachment attachment -> attachment(attachment);
            case Part.ServerTool tool -> foreign(tool.dialect(), Feature.TOOLS_SERVER, tool.json());
            case Part.Opaque opaque -> foreign(opaque.dialect(), Feature.VENDOR_PARTS, opaque.json());
            case Part.ToolCall _, Part.ToolResult _ ->
                throw new IllegalArgumentException("part: " + part.getClass() + " (expected: no call or result)");
        }
    }

    void text(String text) {
        text(text, false, null);
    }

    /**
     * A call.
     *
     * @param signed whether the model insists on a signature here
     */
    void call(Part.ToolCall call, boolean signed) {
        if (call.input() instanceof ToolInput.Broken) {
            losses.approximated(Feature.TOOL_CALL_ARGUMENTS, "no JSON: as text in one argument");
        }
        out.object().object("functionCall");
        id(call.id());
        out.text("name", call.name().name())
                .raw("args", call.input().object(ToolNames.CUSTOM_ARGUMENT))
                .endObject();
        if (call.seal() != null) {
            seal(call.seal());
        } else if (signed) {
            losses.approximated(Feature.REASONING_SEAL, "call without signature, marked as such");
            out.text("thoughtSignature", GeminiSignatures.NONE);
        }
        out.endObject();
        if (call.cache() != null) {
            losses.approximated(Feature.CACHE_HINTS, "the provider caches by itself");
        }
        losses.foreign(call.extras(), Dialect.GEMINI);
    }

    /** A result; answers the media that have to be shown elsewhere. */
    List<Part> result(Part.ToolResult result, String name, boolean mediaWithin) {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        List<Part> media = new ArrayList<>();
        for (Part part : result.parts()) {
            if (part instanceof Part.Text piece) {
                text.append(any ? "\n" : "").append(piece.text());
                any = true;
            } else {
                media.add(part);
            }
        }
        if (result.cache() != null) {
            losses.approximated(Feature.CACHE_HINTS, "the provider caches by itself");
        }
        List<Part> within = new ArrayList<>();
        for (Part part : media) {
            if (mediaWithin && part instanceof Part.Attachment attachment && fitsResult(attachment)) {
                within.add(part);
            }
        }
        media.removeAll(within);
        out.object().object("functionResponse");
        id(result.callId());
        out.text("name", name);
        boolean told = any || !(within.isEmpty() && media.isEmpty());
        ResultForm.write(any || !told ? (any ? text.toString() : null) : "see the attachment", result.error(), out);
        if (!within.isEmpty()) {
            out.array("parts");
            within.forEach(this::said);
            out.endArray();
        }
        result.extras().of(Dialect.GEMINI).forEach(out::raw);
        losses.foreign(result.extras(), Dialect.GEMINI);
        out.endObject().endObject();
        return media;
    }

    private static boolean fitsResult(Part.Attachment attachment) {
        return attachment.media() instanceof Media.Inline || attachment.media() instanceof Media.FileId;
    }

    /** One that was made because the client gave none says nothing: the order tells. */
    private void id(String id) {
        if (endpoint.callIds() && !CallMatcher.isMade(id)) {
            out.text("id", id);
        }
    }

    private boolean unthought(Part.Reasoning reasoning) {
        if (reasoning.seal() != null) {
            dropped(Feature.REASONING_SEAL, "of thoughts of earlier turns");
        }
        return !reasoning.sections().isEmpty() && dropped(Feature.REASONING_TEXT, "of earlier turns");
    }

    private void reasoning(Part.Reasoning reasoning) {
        int last = reasoning.sections().size() - 1;
        if (last < 0) {
            text("", true, reasoning.seal());
        }
        for (int i = 0; i <= last; i++) {
            text(reasoning.sections().get(i).text(), true, i == last ? reasoning.seal() : null);
        }
    }

    private void text(String text, boolean thought, @Nullable Seal seal) {
        PartWriter.text(text, thought, seal, out);
    }

    private void seal(Seal seal) {
        out.text("thoughtSignature", SealEnvelope.wrap(seal, Dialect.GEMINI));
    }

    private void foreign(Dialect dialect, Feature feature, RawJson json) {
        if (dialect == Dialect.GEMINI) {
            out.raw(json);
        } else {
            dropped(feature, "of another dialect");
            text("[content of another provider, left out]");
        }
    }

    private void attachment(Part.Attachment attachment) {
        detail(attachment.about());
        switch (attachment.media()) {
            case Media.Inline inline -> PartWriter.inline(inline.mimeType(), inline.base64(), out);
            case Media.PlainText plain ->
                PartWriter.inline(
                        "text/plain",
                        Utf8.of(Base64.getEncoder().encodeToString(plain.text().getBytes(StandardCharsets.UTF_8))),
                        out);
            case Media.Url url -> {
                String type = url.mimeType() == null ? GeminiMedia.guessed(url.url()) : url.mimeType();
                PartWriter.file(url.url(), type, out);
            }
            case Media.FileId file -> {
                if (file.dialect() == Dialect.GEMINI) {
                    PartWriter.file(file.id(), file.mimeType(), out);
                } else {
                    dropped(Feature.UPLOADED_FILES, "uploaded to another provider");
                    text("[file left out: it was uploaded to another provider]");
                }
            }
        }
    }

    private void detail(Part.MediaDetail about) {
        if (about.detail() != null && !about.detail().equals("auto")) {
            dropped(Feature.IMAGE_DETAIL, "no such thing in Gemini");
        }
        if (about.name() != null || about.context() != null || Boolean.TRUE.equals(about.citable())) {
            dropped(Feature.DOCUMENT_DETAIL, "name, context and citing");
        }
    }

    private boolean dropped(Feature feature, String how) {
        losses.dropped(feature, how);
        return false;
    }
}
