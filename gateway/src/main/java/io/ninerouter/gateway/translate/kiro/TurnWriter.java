package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.LeftOut;
import io.ninerouter.gateway.codec.Losses;
import java.util.List;

/** Puts parts of messages into turns: text, images of the user, results and calls of tools, and words for the rest. */
final class TurnWriter {
    private static final String NO_OUTPUT = "[no output]";

    private final Losses losses;

    TurnWriter(Losses losses) {
        this.losses = losses;
    }

    /** Instructions as text. */
    String instructions(List<Part> parts) {
        Turn told = Turn.user();
        for (Part part : parts) {
            if (part instanceof Part.Attachment attachment) {
                losses.dropped(Feature.of(attachment.kind()), "in instructions");
            } else {
                user(part, told);
            }
        }
        return told.text();
    }

    void user(List<Part> parts, Turn turn) {
        parts.forEach(part -> user(part, turn));
    }

    private void user(Part part, Turn turn) {
        cache(part);
        switch (part) {
            case Part.Text text -> turn.say(text.text());
            case Part.Refusal refusal -> turn.say(refusal.text());
            case Part.Attachment attachment -> attachment(attachment, turn);
            case Part.ToolResult result -> result(result, turn);
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.ToolCall _ -> losses.dropped(Feature.VENDOR_PARTS, "call of a tool by the user");
            case Part.ServerTool server -> losses.dropped(Feature.TOOLS_SERVER, "steps of " + server.tool());
            case Part.Opaque opaque -> losses.dropped(Feature.VENDOR_PARTS, opaque.type());
        }
    }

    private void reasoning(Part.Reasoning reasoning) {
        String why = "the provider does not take it back";
        if (!reasoning.sections().isEmpty()) {
            losses.dropped(Feature.REASONING_TEXT, why);
        }
        if (reasoning.seal() != null) {
            losses.dropped(Feature.REASONING_SEAL, why);
        }
    }

    private void cache(Part part) {
        if (part.cache() != null) {
            losses.dropped(Feature.CACHE_HINTS, "the provider caches by itself");
        }
    }

    private void attachment(Part.Attachment attachment, Turn turn) {
        if (attachment.about().detail() != null && !attachment.about().detail().equals("auto")) {
            losses.dropped(Feature.IMAGE_DETAIL, "has no such setting");
        }
        if (attachment.about().context() != null || attachment.about().citable() != null) {
            losses.dropped(Feature.DOCUMENT_DETAIL, "has no such member");
        }
        Feature feature = Feature.of(attachment.kind());
        boolean image = attachment.kind() == Media.Kind.IMAGE;
        switch (attachment.media()) {
            case Media.Inline inline -> {
                if (image && ImageFormats.of(inline.mimeType()) != null) {
                    turn.images().add(inline);
                } else {
                    turn.say(LeftOut.words(attachment, feature, image ? "of this type" : "images only", losses));
                }
            }
            case Media.Url url -> {
                Feature address = image ? Feature.IMAGE_URL : Feature.DOCUMENT_URL;
                losses.approximated(address, "as words that name it");
                turn.say("[" + feature.word() + " at " + url.url() + "]");
            }
            case Media.PlainText(String text) -> {
                losses.approximated(feature, "as text");
                turn.say(text);
            }
            case Media.FileId _ ->
                turn.say(LeftOut.words(attachment, Feature.UPLOADED_FILES, "of another provider", losses));
        }
    }

    private void result(Part.ToolResult result, Turn turn) {
        // Images have their place beside the results.
        Turn said = Turn.user();
        for (Part part : result.parts()) {
            user(part, said);
        }
        if (!said.images().isEmpty()) {
            losses.approximated(Feature.TOOL_RESULT_MEDIA, "beside the result");
            turn.images().addAll(said.images());
        }
        String text = said.text().isEmpty() ? NO_OUTPUT : said.text();
        turn.results().add(new Turn.Result(result.callId(), List.of(text), result.error()));
    }

    void assistant(List<Part> parts, Turn turn) {
        for (Part part : parts) {
            cache(part);
            switch (part) {
                case Part.Text text -> {
                    if (!text.citations().isEmpty()) {
                        losses.dropped(Feature.CITATIONS, "of another provider");
                    }
                    turn.say(text.text());
                }
                case Part.Refusal refusal -> {
                    losses.approximated(Feature.REFUSAL, "as text");
                    turn.say(refusal.text());
                }
                case Part.ToolCall call -> turn.calls().add(call);
                case Part.Attachment _ -> losses.dropped(Feature.OUTPUT_MEDIA, "said by the model");
                case Part.Reasoning reasoning -> reasoning(reasoning);
                case Part.ToolResult _ -> losses.dropped(Feature.VENDOR_PARTS, "result of a tool by the model");
                case Part.ServerTool server -> losses.dropped(Feature.TOOLS_SERVER, "steps of " + server.tool());
                case Part.Opaque opaque -> losses.dropped(Feature.VENDOR_PARTS, opaque.type());
            }
        }
    }
}
