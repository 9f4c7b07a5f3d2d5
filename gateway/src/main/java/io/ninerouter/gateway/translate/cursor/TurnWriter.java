package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes turns of text out of a conversation. Instructions become words of the user; so do results of tools, each with its
 * call: native ones make the model call again and again. What cannot be said in words is left out, and named.
 */
final class TurnWriter {
    static final String INSTRUCTIONS = "[System Instructions]\n";

    private static final String TEXT_ALONE = "Cursor takes text alone";

    private final Losses losses;
    private final List<Turn> turns = new ArrayList<>();
    /** Calls whose results have not come yet, by id. */
    private final Map<String, Part.ToolCall> called = new LinkedHashMap<>();

    private boolean begun;

    private TurnWriter(Losses losses) {
        this.losses = losses;
    }

    /**
     * The turns.
     *
     * @param instruction one more, of ours, in front; null = none
     */
    static List<Turn> write(List<Message> messages, @Nullable String instruction, Losses losses) {
        TurnWriter writer = new TurnWriter(losses);
        if (instruction != null) {
            writer.say(true, INSTRUCTIONS + instruction);
        }
        messages.forEach(writer::message);
        writer.open();
        if (!messages.isEmpty() && messages.getLast().role() == Role.ASSISTANT) {
            losses.approximated(Feature.ASSISTANT_PREFILL, "as a turn of the past");
        }
        return writer.turns;
    }

    private void message(Message message) {
        if (message.name() != null) {
            losses.dropped(Feature.MESSAGE_NAME, "no such thing in Cursor");
        }
        losses.foreign(message.extras(), Dialect.CURSOR);
        switch (message.role()) {
            case SYSTEM, DEVELOPER -> instructions(message);
            case USER -> {
                open();
                say(true, words(message.parts()));
                begun = true;
            }
            case ASSISTANT -> {
                open();
                if (message.parts().stream().anyMatch(Part.Attachment.class::isInstance)) {
                    losses.dropped(Feature.OUTPUT_MEDIA, TEXT_ALONE);
                }
                say(false, words(message.parts()));
                begun = true;
            }
            case TOOL -> results(message.parts());
        }
    }

    private void instructions(Message message) {
        open();
        String said = words(message.parts());
        if (message.role() == Role.DEVELOPER) {
            losses.approximated(Feature.DEVELOPER_ROLE, "as system");
        }
        if (begun) {
            losses.approximated(Feature.SYSTEM_IN_PLACE, "as words of the user");
        }
        say(true, said.isBlank() ? "" : INSTRUCTIONS + said);
    }

    private void say(boolean user, String content) {
        if (!content.isBlank()) {
            turns.add(new Turn(user, content));
        }
    }

    /** Everything but calls, which wait for their results. */
    private String words(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String more = words(part);
            boolean joined = text.isEmpty() || more.isEmpty();
            text.append(joined ? "" : "\n").append(more);
        }
        return text.toString();
    }

    private String words(Part part) {
        if (part.cache() != null) {
            losses.dropped(Feature.CACHE_HINTS, "the provider caches by itself");
        }
        return switch (part) {
            case Part.Text text -> {
                if (!text.citations().isEmpty()) {
                    losses.dropped(Feature.CITATIONS, "of earlier answers");
                }
                yield text.text();
            }
            case Part.Refusal(String text) -> {
                losses.approximated(Feature.REFUSAL, "as text");
                yield text;
            }
            case Part.Attachment attachment -> instead(attachment, Feature.of(attachment.kind()));
            case Part.Reasoning reasoning -> {
                boolean readable = !reasoning.sections().isEmpty();
                losses.dropped(readable ? Feature.REASONING_TEXT : Feature.REASONING_SEAL, "thoughts of earlier turns");
                yield "";
            }
            case Part.ServerTool tool -> {
                losses.dropped(Feature.TOOLS_SERVER, "steps of " + tool.tool());
                yield "";
            }
            case Part.Opaque opaque -> {
                losses.dropped(Feature.VENDOR_PARTS, opaque.type());
                yield "";
            }
            case Part.ToolCall call -> {
                losses.foreign(call.extras(), Dialect.CURSOR);
                if (call.input() instanceof ToolInput.Broken) {
                    losses.approximated(Feature.TOOL_CALL_ARGUMENTS, "no JSON: as text");
                }
                called.put(call.id(), call);
                yield "";
            }
            case Part.ToolResult _ ->
                throw new IllegalArgumentException("part: ToolResult (expected: in messages of role TOOL alone)");
        };
    }

    private String instead(Part.Attachment attachment, Feature feature) {
        if (attachment.media() instanceof Media.PlainText(String text)) {
            losses.approximated(feature, "as text");
            return text;
        }
        losses.dropped(feature, TEXT_ALONE);
        switch (attachment.media()) {
            case Media.Url _ -> losses.dropped(address(attachment.kind()), TEXT_ALONE);
            case Media.FileId _ -> losses.dropped(Feature.UPLOADED_FILES, "of another provider");
            case Media.Inline _, Media.PlainText _ -> {}
        }
        if (attachment.about().detail() != null) {
            losses.dropped(Feature.IMAGE_DETAIL, TEXT_ALONE);
        }
        if (attachment.about().context() != null || attachment.about().citable() != null) {
            losses.dropped(Feature.DOCUMENT_DETAIL, TEXT_ALONE);
        }
        String what = attachment.kind().name().toLowerCase(Locale.ROOT);
        return "[" + what + " left out: " + TEXT_ALONE + "]";
    }

    private static Feature address(Media.Kind kind) {
        return kind == Media.Kind.IMAGE ? Feature.IMAGE_URL : Feature.DOCUMENT_URL;
    }

    private void results(List<Part> results) {
        StringBuilder text = new StringBuilder();
        for (Part part : results) {
            Part.ToolResult result = (Part.ToolResult) part;
            losses.foreign(result.extras(), Dialect.CURSOR);
            if (result.cache() != null) {
                losses.dropped(Feature.CACHE_HINTS, "the provider caches by itself");
            }
            if (result.parts().stream().anyMatch(Part.Attachment.class::isInstance)) {
                losses.dropped(Feature.TOOL_RESULT_MEDIA, TEXT_ALONE);
            }
            text.append(text.isEmpty() ? "" : "\n").append(block(called.remove(result.callId()), result));
        }
        say(true, text.toString());
    }

    private String block(Part.@Nullable ToolCall call, Part.ToolResult result) {
        losses.approximated(Feature.TOOLS, "calls and results of earlier turns as words of the user");
        StringBuilder out = new StringBuilder("<tool_result>\n");
        element(out, "tool_name", call == null ? "" : call.name().name());
        element(out, "tool_call_id", result.callId());
        if (call != null) {
            element(out, "arguments", call.input().text());
        }
        if (result.error()) {
            losses.approximated(Feature.TOOL_RESULT_ERROR, "in words");
            element(out, "error", "true");
        }
        element(out, "result", words(result.parts()));
        return out.append("</tool_result>").toString();
    }

    /** Calls that nobody answered: the model has to know of them. */
    private void open() {
        if (called.isEmpty()) {
            return;
        }
        StringBuilder out = new StringBuilder();
        for (Part.ToolCall call : called.values()) {
            losses.approximated(Feature.TOOLS, "calls and results of earlier turns as words of the user");
            out.append(out.isEmpty() ? "" : "\n").append("<tool_call>\n");
            element(out, "tool_name", call.name().name());
            element(out, "tool_call_id", call.id());
            element(out, "arguments", call.input().text());
            out.append("</tool_call>");
        }
        called.clear();
        say(true, out.toString());
    }

    private static void element(StringBuilder out, String name, String text) {
        out.append('<').append(name).append('>');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\n', '\r', '\t' -> out.append(c);
                default -> {
                    if (!Character.isISOControl(c)) {
                        out.append(c);
                    }
                }
            }
        }
        out.append("</").append(name).append(">\n");
    }
}
