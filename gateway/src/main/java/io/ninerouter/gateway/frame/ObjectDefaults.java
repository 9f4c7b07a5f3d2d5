package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts members into an object that lacks them. */
final class ObjectDefaults {
    private final byte[] object;
    private final RequestFacts facts;
    private final ByteArrayOutputStream out;
    private int at;

    private ObjectDefaults(byte[] object, RequestFacts facts) {
        this.object = object;
        this.facts = facts;
        out = new ByteArrayOutputStream(object.length + 64);
    }

    /**
     * The object with what it lacks; objects in it likewise. What it has stays byte for byte.
     *
     * @param object raw
     * @param defaults an object
     * @return null when it lacks nothing, or is no object that can be told apart
     */
    static byte @Nullable [] merged(byte[] object, JsonNode defaults) {
        try {
            RequestScanner scanner = new RequestScanner();
            scanner.feed(object, 0, object.length);
            return new ObjectDefaults(object, scanner.finish()).merged(defaults);
        } catch (MalformedFrameException e) {
            return null;
        }
    }

    private byte @Nullable [] merged(JsonNode defaults) {
        for (Member member : facts.members()) {
            JsonNode wanted = defaults.get(member.name());
            if (wanted != null && wanted.isObject() && member.equals(facts.member(member.name()))) {
                mergeInto(member, wanted);
            }
        }
        String lacking = lacking(defaults);
        if (at == 0 && lacking.isEmpty()) {
            return null;
        }
        copyTo(
                facts.members().isEmpty()
                        ? facts.close()
                        : facts.members().getLast().valueTo());
        out.writeBytes(lacking.getBytes(StandardCharsets.UTF_8));
        copyTo(object.length);
        return out.toByteArray();
    }

    private void mergeInto(Member member, JsonNode wanted) {
        byte[] inner = merged(Arrays.copyOfRange(object, member.valueFrom(), member.valueTo()), wanted);
        if (inner != null) {
            copyTo(member.valueFrom());
            out.writeBytes(inner);
            at = member.valueTo();
        }
    }

    private String lacking(JsonNode defaults) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> each : defaults.properties()) {
            if (facts.member(each.getKey()) == null) {
                text.append(facts.members().isEmpty() && text.isEmpty() ? "" : ",")
                        .append(new String(JsonText.quote(each.getKey()), StandardCharsets.UTF_8))
                        .append(':')
                        .append(each.getValue());
            }
        }
        return text.toString();
    }

    private void copyTo(int end) {
        out.write(object, at, end - at);
        at = end;
    }
}
