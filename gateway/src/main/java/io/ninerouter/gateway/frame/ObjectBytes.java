package io.ninerouter.gateway.frame;

import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small objects as bytes of their own. Stateless. */
final class ObjectBytes {
    private ObjectBytes() {}

    /** The members of an object, in order; none when it cannot be told apart: whoever gets it will say what is wrong with it. */
    static List<Member> members(byte[] object) {
        try {
            RequestScanner scanner = new RequestScanner();
            scanner.feed(object, 0, object.length);
            return scanner.finish().members();
        } catch (MalformedFrameException e) {
            return List.of();
        }
    }

    /** The value of a member; null when the bytes are no object or it has none of that name. */
    static byte @Nullable [] value(byte @Nullable [] object, String name) {
        if (object == null || object.length == 0 || object[0] != '{') {
            return null;
        }
        byte[] value = null;
        for (Member member : members(object)) {
            if (member.name().equals(name)) {
                value = Arrays.copyOfRange(object, member.valueFrom(), member.valueTo());
            }
        }
        return value;
    }

    /** The text of a member; null when it has none of that name, or it is no text. */
    static @Nullable String text(byte @Nullable [] object, String name) {
        byte[] value = value(object, name);
        return value == null ? null : JsonText.string(value, 0, value.length);
    }
}
