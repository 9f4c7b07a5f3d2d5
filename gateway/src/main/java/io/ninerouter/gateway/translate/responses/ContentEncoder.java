package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes content: of a message, or of a tool's output. */
final class ContentEncoder {
    private final Losses losses;
    private final JsonWriter out;
    private final boolean foreign;

    ContentEncoder(Exchange exchange, JsonWriter out) {
        this.losses = exchange.losses();
        this.out = out;
        this.foreign = exchange.client() != Dialect.OPENAI_RESPONSES;
    }

    /** The parts that the dialect has in content of this role; the others are counted. */
    List<Part> sayable(List<Part> parts, Role role) {
        List<Part> sayable = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part.cache() != null) {
                losses.dropped(Feature.CACHE_HINTS, "caching is automatic");
            }
            boolean kept = switch (part) {
                case Part.Text text -> {
                    if (text.seal() != null) {
                        losses.dropped(Feature.REASONING_SEAL, "no place on text");
                    }
                    if (own(text).size() < text.citations().size()) {
                        losses.dropped(Feature.CITATIONS, "in history");
                    }
                    yield true;
                }
                case Part.Refusal _ -> true;
                case Part.Attachment attachment -> sayable(attachment, role);
                case Part.Opaque opaque -> own(opaque.dialect(), Feature.VENDOR_PARTS, opaque.type());
                case Part.ServerTool tool -> own(tool.dialect(), Feature.TOOLS_SERVER, tool.tool());
                case Part.Reasoning _, Part.ToolCall _, Part.ToolResult _ -> false;
            };
            if (kept) {
                sayable.add(part);
            }
        }
        return sayable;
    }

    private boolean own(Dialect dialect, Feature feature, String what) {
        if (dialect != Dialect.OPENAI_RESPONSES) {
            losses.dropped(feature, what);
            return false;
        }
        return true;
    }

    private boolean sayable(Part.Attachment attachment, Role role) {
        if (role == Role.ASSISTANT) {
            losses.dropped(Feature.OUTPUT_MEDIA, "said by the model");
            return false;
        }
        Media media = attachment.media();
        if (media instanceof Media.FileId file && !ofOpenAi(file.dialect())) {
            losses.dropped(Feature.UPLOADED_FILES, "of another dialect");
            return false;
        }
        if (attachment.kind() == Media.Kind.VIDEO) {
            losses.dropped(Feature.VIDEO, "no such content in Responses");
            return false;
        }
        if (attachment.kind() == Media.Kind.AUDIO && !(media instanceof Media.Inline)) {
            losses.dropped(Feature.AUDIO, "by address");
            return false;
        }
        return true;
    }

    /** Both dialects name files of one store. */
    private static boolean ofOpenAi(Dialect dialect) {
        return dialect == Dialect.OPENAI_RESPONSES || dialect == Dialect.OPENAI_CHAT;
    }

    /**
     * Writes content as value: a string where it is one text, which every provider takes.
     *
     * @param said whether the model said it
     */
    void write(List<Part> parts, boolean said) {
        if (parts.size() == 1
                && parts.getFirst() instanceof Part.Text text
                && own(text).isEmpty()) {
            out.text(text.text());
            return;
        }
        out.array();
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> text(text, said);
                case Part.Refusal refusal -> refusal(refusal.text(), said);
                case Part.Attachment attachment -> attachment(attachment);
                case Part.Opaque opaque -> out.raw(opaque.json());
                case Part.ServerTool tool -> out.raw(tool.json());
                default ->
                    throw new IllegalArgumentException("content: " + part.getClass() + " (expected: sayable parts)");
            }
        }
        out.endArray();
    }

    private static List<Citation> own(Part.Text text) {
        return text.citations().stream()
                .filter(citation -> citation.dialect() == Dialect.OPENAI_RESPONSES)
                .toList();
    }

    private void text(Part.Text text, boolean said) {
        out.object().text("type", said ? "output_text" : "input_text").text("text", text.text());
        List<Citation> citations = own(text);
        if (said || !citations.isEmpty()) {
            out.array("annotations");
            citations.forEach(citation -> out.raw(citation.raw()));
            out.endArray();
        }
        out.endObject();
    }

    private void refusal(String text, boolean said) {
        if (said) {
            out.object().text("type", "refusal").text("refusal", text).endObject();
        } else {
            losses.approximated(Feature.REFUSAL, "as text");
            text(new Part.Text(text), false);
        }
    }

    private void attachment(Part.Attachment attachment) {
        Part.MediaDetail about = attachment.about();
        if (about.context() != null || about.citable() != null) {
            losses.dropped(Feature.DOCUMENT_DETAIL, "context and citing");
        }
        switch (attachment.media()) {
            case Media.PlainText plain -> {
                losses.approximated(Feature.DOCUMENTS, "as text");
                String name = about.name();
                text(new Part.Text(name == null ? plain.text() : name + ":\n" + plain.text()), false);
            }
            case Media.Inline inline when attachment.kind() == Media.Kind.AUDIO -> audio(inline);
            case Media media -> file(media, attachment.kind(), about);
        }
    }

    private void file(Media media, Media.Kind kind, Part.MediaDetail about) {
        boolean image = kind == Media.Kind.IMAGE;
        out.object().text("type", image ? "input_image" : "input_file");
        switch (media) {
            case Media.Inline inline -> {
                if (!image) {
                    // OpenAI refuses data without a name.
                    boolean nameless = about.name() == null && foreign;
                    out.text("filename", nameless ? named(inline.mimeType()) : about.name());
                }
                out.name(image ? "image_url" : "file_data");
                out.plain("data:" + inline.mimeType() + ";base64,", inline.base64());
            }
            case Media.Url url -> {
                out.text(image ? "image_url" : "file_url", url.url());
                out.text("filename", image ? null : about.name());
            }
            case Media.FileId file -> {
                out.text("file_id", file.id());
                out.text("filename", image ? null : about.name());
            }
            case Media.PlainText plain -> out.text("text", plain.text());
        }
        out.text("detail", about.detail()).endObject();
    }

    private static String named(String mimeType) {
        return mimeType.equals("application/pdf") ? "document.pdf" : "document";
    }

    private void audio(Media.Inline inline) {
        String subtype = inline.mimeType().substring(inline.mimeType().indexOf('/') + 1);
        String format = switch (subtype) {
            case "mpeg" -> "mp3";
            case "x-wav", "wave", "vnd.wave" -> "wav";
            default -> subtype;
        };
        out.object().text("type", "input_audio").object("input_audio").name("data");
        out.plain("", inline.base64());
        out.text("format", format).endObject().endObject();
    }
}
