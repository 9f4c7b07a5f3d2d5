package io.ninerouter.gateway.profile;

import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.Element;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chat messages whose parts are texts and pictures alone. Any other part becomes a text: its own where it has one, else the
 * part as JSON, or its type where that is long. A text that is empty is left out; a message that is left without a part has
 * the content {@code null}.
 */
final class PlainParts {
    private static final int MOST_QUOTED = 4 << 10;

    private final ByteSource bytes;
    private final List<Segment> out = new ArrayList<>();

    private PlainParts(ByteSource bytes) {
        this.bytes = bytes;
    }

    /** The messages; null when they can stay as they are. */
    static @Nullable List<Segment> of(Occasion.Body body) {
        Member messages = body.facts().member("messages");
        if (messages == null) {
            return null;
        }
        PlainParts plain = new PlainParts(body.bytes());
        int at = messages.valueFrom();
        for (Element message : Element.in(body.bytes(), messages.valueFrom(), messages.valueTo())) {
            List<Element> parts = Turns.parts(body.bytes(), message, "content");
            Member content = message.member("content");
            if (content != null && parts.stream().anyMatch(part -> !plain.passes(part))) {
                plain.out.add(new Kept(at, content.valueFrom()));
                plain.rewrite(parts);
                at = content.valueTo();
            }
        }
        if (plain.out.isEmpty()) {
            return null;
        }
        plain.out.add(new Kept(at, messages.valueTo()));
        return plain.out;
    }

    private boolean passes(Element part) {
        String type = part.text(bytes, "type");
        return "image_url".equals(type) || ("text".equals(type) && !isEmptyText(part));
    }

    private boolean isEmptyText(Element part) {
        Member text = part.member("text");
        return text != null && bytes.at(text.valueFrom()) == '"' && text.valueTo() - text.valueFrom() == 2;
    }

    private void rewrite(List<Element> parts) {
        List<Element> kept = parts.stream().filter(part -> !isEmptyText(part)).toList();
        if (kept.isEmpty()) {
            out.add(written("null"));
            return;
        }
        for (int i = 0; i < kept.size(); i++) {
            Element part = kept.get(i);
            out.add(written(i == 0 ? "[" : ","));
            if (passes(part)) {
                out.add(new Kept(part.from(), part.to()));
            } else {
                out.add(written("{\"type\":\"text\",\"text\":"));
                out.add(text(part));
                out.add(written("}"));
            }
        }
        out.add(written("]"));
    }

    private Segment text(Element part) {
        Member text = part.member("text");
        if (text != null && bytes.at(text.valueFrom()) == '"') {
            return new Kept(text.valueFrom(), text.valueTo());
        }
        String words = part.to() - part.from() > MOST_QUOTED
                ? "[" + part.text(bytes, "type") + "]"
                : new String(bytes.copy(part.from(), part.to()), StandardCharsets.UTF_8);
        return new Written(ByteBuffer.wrap(JsonText.quote(words)).asReadOnlyBuffer());
    }

    private static Written written(String json) {
        return new Written(
                ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
    }
}
