package io.ninerouter.gateway.profile;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.Element;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a conversation says of itself, in the three dialects that Copilot speaks.
 *
 * @param byUser whether its last message is a person's: neither the model's nor the result of a tool
 * @param images whether it holds a picture
 */
record Turns(boolean byUser, boolean images) {
    private static final Set<String> IMAGES = Set.of("image_url", "image", "input_image");

    static Turns of(Dialect dialect, Occasion.Body body) {
        Member list = body.facts().member(dialect == Dialect.OPENAI_RESPONSES ? "input" : "messages");
        if (list == null) {
            return new Turns(true, false);
        }
        ByteSource bytes = body.bytes();
        List<Element> messages = Element.in(bytes, list.valueFrom(), list.valueTo());
        boolean byUser = messages.isEmpty() || isUsers(bytes, messages.getLast());
        return new Turns(byUser, messages.stream().anyMatch(message -> shows(bytes, message)));
    }

    private static boolean isUsers(ByteSource bytes, Element message) {
        return "user".equals(message.text(bytes, "role"))
                && parts(bytes, message, "content").stream()
                        .noneMatch(part -> "tool_result".equals(part.text(bytes, "type")));
    }

    private static boolean shows(ByteSource bytes, Element message) {
        return Stream.of("content", "output")
                .flatMap(list -> parts(bytes, message, list).stream())
                // The result of a tool may hold some of its own. No deeper: each level is read through once more.
                .anyMatch(part -> isImage(bytes, part)
                        || parts(bytes, part, "content").stream().anyMatch(within -> isImage(bytes, within)));
    }

    private static boolean isImage(ByteSource bytes, Element part) {
        return IMAGES.contains(String.valueOf(part.text(bytes, "type")));
    }

    static List<Element> parts(ByteSource bytes, Element message, String list) {
        Member member = message.member(list);
        return member == null ? List.of() : Element.in(bytes, member.valueFrom(), member.valueTo());
    }
}
