package io.ninerouter.gateway.profile;

import io.ninerouter.gateway.chat.HiddenSeals;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The {@code input} of a Responses request, item by item; what is not changed is kept as pieces of the body. */
final class InputItems {
    private final ByteSource bytes;
    private final List<Segment> out = new ArrayList<>();
    private int at;

    private InputItems(ByteSource bytes, int from) {
        this.bytes = bytes;
        at = from;
    }

    /**
     * The input as an account can take it.
     *
     * @param developers whether a message of the system becomes one of the developer
     * @param hidden sealed reasoning that is left out: another account cannot open it and refuses the request
     * @return null when it can stay as it is
     */
    static @Nullable List<Segment> fitted(Occasion.Body body, boolean developers, HiddenSeals hidden) {
        Member input = body.facts().member("input");
        if (input == null) {
            return null;
        }
        InputItems items = new InputItems(body.bytes(), input.valueFrom());
        items.walk(Element.in(body.bytes(), input.valueFrom(), input.valueTo()), developers, hidden);
        if (items.out.isEmpty()) {
            return null;
        }
        items.keepTo(input.valueTo());
        return items.out;
    }

    /** A text as the list of one message that it stands for; null when it is no text. */
    static @Nullable List<Segment> listed(Occasion.Body body) {
        Member input = body.facts().member("input");
        if (input == null || body.bytes().at(input.valueFrom()) != '"') {
            return null;
        }
        return List.of(
                written("[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":"),
                new Kept(input.valueFrom(), input.valueTo()),
                written("}]}]"));
    }

    private void walk(List<Element> items, boolean developers, HiddenSeals hidden) {
        boolean keptBefore = false;
        int previousEnd = at;
        for (int i = 0; i < items.size(); i++) {
            Element item = items.get(i);
            if (isHidden(item, hidden)) {
                // A comma goes with it: the one before, or the one after where nothing is before.
                keepTo(keptBefore ? previousEnd : item.from());
                at = keptBefore || i + 1 == items.size()
                        ? item.to()
                        : items.get(i + 1).from();
            } else {
                keptBefore = true;
                if (developers && "system".equals(item.text(bytes, "role"))) {
                    Member role = item.member("role");
                    keepTo(role == null ? at : role.valueFrom());
                    out.add(written("\"developer\""));
                    at = role == null ? at : role.valueTo();
                }
            }
            previousEnd = item.to();
        }
    }

    private boolean isHidden(Element item, HiddenSeals hidden) {
        if (hidden.isNone()) {
            return false;
        }
        String sealed = sealed(item, bytes);
        return sealed != null && hidden.hides(sealed);
    }

    /** The texts of all sealed reasoning. */
    static List<String> seals(Occasion.Body body) {
        Member input = body.facts().member("input");
        return input == null
                ? List.of()
                : Element.in(body.bytes(), input.valueFrom(), input.valueTo()).stream()
                        .map(item -> sealed(item, body.bytes()))
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static @Nullable String sealed(Element item, ByteSource bytes) {
        Member sealed = item.member("encrypted_content");
        if (sealed == null || bytes.at(sealed.valueFrom()) != '"' || !"reasoning".equals(item.text(bytes, "type"))) {
            return null;
        }
        // Longer than a name or the like: thousands of bytes.
        byte[] value = bytes.copy(sealed.valueFrom(), sealed.valueTo());
        return JsonText.string(value, 0, value.length);
    }

    private void keepTo(int end) {
        out.add(new Kept(at, Math.max(at, end)));
        at = Math.max(at, end);
    }

    private static Written written(String json) {
        return new Written(
                ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
    }
}
