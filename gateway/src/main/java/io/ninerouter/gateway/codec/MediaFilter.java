package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes out attachments that the target's model is known not to take: it would refuse the request. Words stand in their
 * place, so that the model can say why it cannot help; documents of plain text become text.
 */
final class MediaFilter {
    private final Exchange exchange;

    private MediaFilter(Exchange exchange) {
        this.exchange = exchange;
    }

    static List<Message> filter(List<Message> messages, Exchange exchange) {
        MediaFilter filter = new MediaFilter(exchange);
        List<Message> filtered = new ArrayList<>(messages.size());
        for (Message message : messages) {
            filtered.add(filter.refused(message.parts()) ? message.withParts(filter.parts(message.parts())) : message);
        }
        return filtered;
    }

    private boolean refused(List<Part> parts) {
        for (Part part : parts) {
            if ((part instanceof Part.Attachment attachment && refuses(attachment))
                    || (part instanceof Part.ToolResult result && refused(result.parts()))) {
                return true;
            }
        }
        return false;
    }

    private List<Part> parts(List<Part> parts) {
        List<Part> kept = new ArrayList<>(parts.size());
        for (Part part : parts) {
            kept.add(
                    switch (part) {
                        case Part.Attachment attachment when refuses(attachment) -> instead(attachment);
                        case Part.ToolResult result ->
                            new Part.ToolResult(
                                    result.callId(),
                                    parts(result.parts()),
                                    result.error(),
                                    result.cache(),
                                    result.extras());
                        default -> part;
                    });
        }
        return kept;
    }

    private boolean refuses(Part.Attachment attachment) {
        return exchange.target().refuses(attachment.kind());
    }

    private Part instead(Part.Attachment attachment) {
        Feature feature = Feature.of(attachment.kind());
        if (attachment.media() instanceof Media.PlainText(String text)) {
            exchange.losses().approximated(feature, "as text");
            return new Part.Text(text, List.of(), null, attachment.cache());
        }
        exchange.losses().dropped(feature, "the model does not take it");
        String what = attachment.kind().name().toLowerCase(Locale.ROOT);
        return new Part.Text(
                "[" + what + " left out: the model does not take it]", List.of(), null, attachment.cache());
    }
}
