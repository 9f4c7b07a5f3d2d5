package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.LeftOut;
import io.ninerouter.gateway.codec.Losses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts as the service takes them: what it does not know is left out and reported, or said in words. */
final class PartFitting {
    private static final String NO_OUTPUT = "[no output]";
    private static final String FAILED = "[The tool failed.]";

    private final Losses losses;
    private final ConverseModel model;

    PartFitting(Exchange exchange) {
        this.losses = exchange.losses();
        this.model = ConverseModel.of(exchange.target().model());
    }

    List<Part> fit(List<Part> parts, Role role) {
        List<Part> fitting = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Part fit = part(part, role);
            if (fit != null) {
                fitting.add(fit);
            }
        }
        return fitting;
    }

    private @Nullable Part part(Part part, Role role) {
        return switch (part) {
            case Part.Text text -> text(text);
            case Part.Attachment attachment -> attachment(attachment, role);
            case Part.ToolCall call -> call(call);
            case Part.ToolResult result -> result(result);
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.Refusal refusal -> {
                losses.approximated(Feature.REFUSAL, "as text");
                yield refusal.text().isBlank() ? null : new Part.Text(refusal.text());
            }
            case Part.ServerTool server -> {
                losses.dropped(Feature.TOOLS_SERVER, "steps of " + server.tool());
                yield null;
            }
            case Part.Opaque opaque -> {
                losses.dropped(Feature.VENDOR_PARTS, opaque.type());
                yield null;
            }
        };
    }

    private @Nullable Part text(Part.Text text) {
        if (text.text().isBlank()) {
            return null;
        }
        if (text.citations().isEmpty()) {
            return text;
        }
        losses.dropped(Feature.CITATIONS, "of an answer, which the provider does not take back");
        return new Part.Text(text.text(), List.of(), null, text.cache());
    }

    private @Nullable Part attachment(Part.Attachment attachment, Role role) {
        return switch (role) {
            case USER -> media(attachment);
            case TOOL ->
                attachment.kind() == Media.Kind.AUDIO
                        ? words(attachment, Feature.of(Media.Kind.AUDIO), "of a tool")
                        : media(attachment);
            case ASSISTANT -> {
                losses.dropped(Feature.OUTPUT_MEDIA, "said by the model");
                yield null;
            }
            case SYSTEM, DEVELOPER -> {
                losses.dropped(Feature.of(attachment.kind()), "in instructions");
                yield null;
            }
        };
    }

    private Part media(Part.Attachment attachment) {
        if (attachment.about().detail() != null && !attachment.about().detail().equals("auto")) {
            losses.dropped(Feature.IMAGE_DETAIL, "has no such setting");
        }
        if (attachment.about().citable() != null && !model.cites()) {
            losses.dropped(Feature.DOCUMENT_DETAIL, "the model does not cite");
        }
        Feature feature = Feature.of(attachment.kind());
        return switch (attachment.media()) {
            case Media.Inline inline ->
                Formats.of(attachment.kind(), inline.mimeType()) != null
                        ? named(attachment)
                        : words(attachment, feature, "of this type");
            case Media.PlainText(String text) -> {
                if (attachment.kind() == Media.Kind.DOCUMENT && !text.isBlank()) {
                    yield named(attachment);
                }
                yield words(attachment, feature, "of plain text");
            }
            case Media.Url url -> {
                if (url.url().startsWith("s3://") && Formats.of(attachment.kind(), Formats.type(url)) != null) {
                    yield named(attachment);
                }
                losses.approximated(
                        attachment.kind() == Media.Kind.IMAGE ? Feature.IMAGE_URL : Feature.DOCUMENT_URL,
                        "as words that name it");
                yield new Part.Text(
                        "[" + feature.word() + " at " + url.url() + "]", List.of(), null, attachment.cache());
            }
            case Media.FileId _ -> words(attachment, Feature.UPLOADED_FILES, "of another provider");
        };
    }

    private Part named(Part.Attachment attachment) {
        String name = attachment.about().name();
        if (attachment.kind() == Media.Kind.DOCUMENT
                && name != null
                && !DocumentNames.plain(name).equals(name)) {
            losses.approximated(Feature.DOCUMENT_DETAIL, "its name in characters that the provider takes");
        }
        return attachment;
    }

    private Part words(Part.Attachment attachment, Feature feature, String how) {
        return new Part.Text(LeftOut.words(attachment, feature, how, losses), List.of(), null, attachment.cache());
    }

    private Part call(Part.ToolCall call) {
        losses.foreign(call.extras(), Dialect.BEDROCK_CONVERSE);
        if (!(call.input() instanceof ToolInput.Json json && json.json().isObject())) {
            losses.approximated(Feature.TOOL_CALL_ARGUMENTS, "no object: as one argument");
        }
        return call;
    }

    private Part result(Part.ToolResult result) {
        losses.foreign(result.extras(), Dialect.BEDROCK_CONVERSE);
        List<Part> parts = new ArrayList<>(fit(result.parts(), Role.TOOL));
        if (result.error() && !model.status()) {
            losses.approximated(Feature.TOOL_RESULT_ERROR, "in words");
            parts.addFirst(new Part.Text(FAILED));
        } else if (parts.isEmpty()) {
            parts.add(new Part.Text(NO_OUTPUT));
        }
        return new Part.ToolResult(result.callId(), parts, result.error(), result.cache(), Extras.NONE);
    }

    /** Thoughts go back only with the signature that vouches for them. */
    private @Nullable Part reasoning(Part.Reasoning reasoning) {
        Seal seal = reasoning.seal();
        boolean vouched = seal != null
                && !seal.data().isEmpty()
                && switch (seal.kind()) {
                    case SIGNATURE -> !reasoning.text().isEmpty();
                    case REDACTED -> true;
                    case ENCRYPTED -> false;
                };
        if (vouched) {
            return reasoning;
        }
        if (!reasoning.sections().isEmpty()) {
            losses.dropped(Feature.REASONING_TEXT, "without a signature of this provider");
        } else if (seal != null && !seal.data().isEmpty()) {
            losses.dropped(Feature.REASONING_SEAL, "without the thought that it vouches for");
        }
        return null;
    }
}
