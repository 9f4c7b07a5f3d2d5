package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents that the model is not asked to cite. An answer that is bound to a schema has no place for citations: Anthropic and
 * Bedrock answer 400 to a request for both. The schema is what a program reads, so it stays.
 */
public final class Uncited {
    private Uncited() {}

    /** The same messages; each wish for citations is counted. */
    public static List<Message> of(List<Message> messages, Losses losses) {
        List<Message> uncited = new ArrayList<>(messages.size());
        for (Message message : messages) {
            List<Part> parts = parts(message.parts(), losses);
            uncited.add(parts.equals(message.parts()) ? message : message.withParts(parts));
        }
        return uncited;
    }

    private static List<Part> parts(List<Part> parts, Losses losses) {
        List<Part> uncited = new ArrayList<>(parts.size());
        for (Part part : parts) {
            uncited.add(
                    switch (part) {
                        case Part.Attachment document
                        when Boolean.TRUE.equals(document.about().citable()) -> {
                            losses.dropped(Feature.CITATIONS, "an answer bound to a schema has none");
                            Part.MediaDetail about = document.about();
                            yield new Part.Attachment(
                                    document.kind(),
                                    document.media(),
                                    new Part.MediaDetail(about.name(), about.detail(), about.context(), null),
                                    document.cache());
                        }
                        case Part.ToolResult result ->
                            new Part.ToolResult(
                                    result.callId(),
                                    parts(result.parts(), losses),
                                    result.error(),
                                    result.cache(),
                                    result.extras());
                        default -> part;
                    });
        }
        return uncited;
    }
}
