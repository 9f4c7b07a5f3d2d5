package io.ninerouter.gateway.frame;

import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The messages of a chat completion with one of the system more, behind those that come first. Immutable.
 *
 * @param content JSON text of its content
 */
record Instruction(String content) implements ListEdit {
    private static final Set<String> SYSTEM = Set.of("system", "developer");

    /** What a format of the answer asks for, in words. */
    static Instruction of(byte[] format) {
        byte[] wanted = ObjectBytes.value(format, "json_schema");
        byte[] schema = ObjectBytes.value(wanted, "schema");
        String type = ObjectBytes.text(schema, "type");
        String words = JsonInstruction.of(
                type == null || type.equals("object"),
                ObjectBytes.text(wanted, "description"),
                schema == null ? null : new String(schema, StandardCharsets.UTF_8));
        return new Instruction(new String(JsonText.quote(words), StandardCharsets.UTF_8));
    }

    @Override
    public String list() {
        return MESSAGES;
    }

    @Override
    public boolean adds() {
        return true;
    }

    @Override
    public String words() {
        return "ask in words";
    }

    @Override
    public List<Segment> edited(ByteSource bytes, int from, int to, Consumer<EditLoss> losses) {
        String message = "{\"role\":\"system\",\"content\":" + content + "}";
        List<Element> messages = Element.in(bytes, from, to);
        int leading = 0;
        while (leading < messages.size()
                && SYSTEM.contains(String.valueOf(messages.get(leading).text(bytes, "role")))) {
            leading++;
        }
        int at = leading == 0 ? from + 1 : messages.get(leading - 1).to();
        String comma = messages.isEmpty() ? "" : ",";
        ByteBuffer added = EditStep.bytes(leading == 0 ? message + comma : comma + message);
        return List.of(new Kept(from, at), new Written(added), new Kept(at, to));
    }
}
