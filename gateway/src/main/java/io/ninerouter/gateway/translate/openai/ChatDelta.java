package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a {@code delta} or {@code message}. Slices, valid as long as the bytes they were read from.
 *
 * @param thought the thought as a plain string; empty = none
 * @param details elements of {@code reasoning_details}
 * @param content a string or a list of parts
 * @param refusal empty = none
 * @param lists {@code annotations} and {@code images}
 * @param tools {@code tool_calls}
 * @param legacy {@code function_call}
 */
record ChatDelta(
        String thought,
        List<RawJson> details,
        @Nullable RawJson content,
        String refusal,
        List<RawJson> lists,
        @Nullable RawJson tools,
        @Nullable RawJson legacy) {

    /** Reads the value, and counts what it holds that is not known; null when it is no object. */
    static @Nullable ChatDelta read(JsonReader in, Losses losses) {
        if (!in.lenientObject()) {
            return null;
        }
        String thought = "";
        String refusal = "";
        RawJson content = null;
        RawJson tools = null;
        RawJson legacy = null;
        List<RawJson> details = new ArrayList<>(0);
        List<RawJson> lists = new ArrayList<>(0);
        while (in.nextField()) {
            switch (in.name()) {
                case "content" -> content = in.raw();
                // Some send the same under both names.
                case "reasoning_content", "reasoning" -> thought = thought.isEmpty() ? or(in.lenientText()) : thought;
                case "reasoning_details" -> {
                    if (in.lenientArray()) {
                        while (in.nextElement()) {
                            details.add(in.raw());
                        }
                    }
                }
                case "refusal" -> refusal = or(in.lenientText());
                case "tool_calls" -> tools = in.raw();
                case "function_call" -> legacy = in.raw();
                case "images", "annotations" -> lists.add(in.raw());
                default -> ChatUnknown.ofMessage(in, losses);
            }
        }
        return new ChatDelta(thought, details, content, refusal, lists, tools, legacy);
    }

    /** Whether it has calls of tools. */
    boolean calls() {
        return (tools != null && tools.isArray() && !tools.toString().equals("[]"))
                || (legacy != null && legacy.isObject());
    }

    /** Whether it has anything but calls. */
    boolean speaks() {
        boolean content = this.content != null
                && !this.content.isNull()
                && !this.content.toString().equals("\"\"");
        return content || !thought.isEmpty() || !refusal.isEmpty() || !details.isEmpty() || !lists.isEmpty();
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
