package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a message or of an answer. */
public sealed interface Part {

    /** Where a prompt cache may end; null = not here. */
    default @Nullable CacheHint cache() {
        return null;
    }

    /**
     * Readable text.
     *
     * @param citations where it comes from
     * @param seal a signature that Gemini put on the text
     */
    record Text(
            String text,
            List<Citation> citations,
            @Nullable Seal seal,
            @Nullable CacheHint cache) implements Part {
        public Text {
            citations = citations == null ? List.of() : List.copyOf(citations);
        }

        /** Text and nothing else. */
        public Text(String text) {
            this(text, List.of(), null, null);
        }
    }

    /**
     * An image, document, recording or film; said by the user, a tool or the model.
     *
     * @param about how to look at it
     */
    record Attachment(
            Media.Kind kind,
            Media media,
            MediaDetail about,
            @Nullable CacheHint cache) implements Part {}

    /**
     * How to look at an attachment; each may be null.
     *
     * @param name file name or title
     * @param detail resolution of an image: {@code low}, {@code high}, {@code auto}
     * @param context what the model should know of a document without citing it
     * @param citable whether the model may cite the document
     */
    record MediaDetail(
            @Nullable String name,
            @Nullable String detail,
            @Nullable String context,
            @Nullable Boolean citable) {
        /** Nothing said. */
        public static final MediaDetail NONE = new MediaDetail(null, null, null, null);
    }

    /**
     * The model calls a tool of the client.
     *
     * @param id not empty; unique within a request or answer
     * @param name as the client named the tool
     * @param input arguments, or free text for a {@link Tool.Custom}
     * @param seal a signature that Gemini put on the call
     * @param cache where a prompt cache may end
     * @param extras what else its dialect says of the call
     */
    record ToolCall(
            String id,
            ToolName name,
            ToolInput input,
            @Nullable Seal seal,
            @Nullable CacheHint cache,
            Extras extras) implements Part {
        public ToolCall {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("id of tool call: empty (expected: the provider's or a made one)");
            }
        }

        /** A call and nothing else. */
        public ToolCall(String id, ToolName name, ToolInput input) {
            this(id, name, input, null, null, Extras.NONE);
        }
    }

    /**
     * What a tool answered.
     *
     * @param callId id of the call
     * @param parts text, attachments and opaque parts; may be empty
     * @param error whether the tool failed
     */
    record ToolResult(
            String callId,
            List<Part> parts,
            boolean error,
            @Nullable CacheHint cache,
            Extras extras) implements Part {
        public ToolResult {
            parts = parts == null ? List.of() : List.copyOf(parts);
        }

        /** Text as the result of a call that worked. */
        public ToolResult(String callId, String text) {
            this(callId, List.of(new Text(text)), false, null, Extras.NONE);
        }
    }

    /**
     * What the model thought.
     *
     * @param id of the reasoning item in Responses
     * @param sections readable text, in order; empty when all of it is sealed or withheld
     * @param seal signature, redacted or encrypted thought
     */
    record Reasoning(
            @Nullable String id,
            List<Section> sections,
            @Nullable Seal seal) implements Part {
        public Reasoning {
            sections = sections == null ? List.of() : List.copyOf(sections);
        }

        /** A thought in full. */
        public static Reasoning of(String text, @Nullable Seal seal) {
            return new Reasoning(null, text.isEmpty() ? List.of() : List.of(new Section(false, text)), seal);
        }

        /** All readable text, glued. */
        public String text() {
            StringBuilder text = new StringBuilder();
            sections.forEach(section -> text.append(section.text()));
            return text.toString();
        }
    }

    /**
     * A stretch of reasoning.
     *
     * @param summary whether it is a summary rather than the thought itself
     */
    record Section(boolean summary, String text) {}

    /** The model declines, in words. */
    record Refusal(String text) implements Part {}

    /**
     * A step of a tool that the provider runs itself, or its result; other dialects cannot say it.
     *
     * @param tool such as {@code web_search}
     * @param json the block or item as it came
     */
    record ServerTool(
            Dialect dialect,
            String tool,
            RawJson json,
            @Nullable CacheHint cache) implements Part {}

    /**
     * What the neutral model does not know; re-emitted to the dialect it came from, dropped and counted for others.
     *
     * @param type the dialect's name for it
     * @param json the block or item as it came
     */
    record Opaque(Dialect dialect, String type, RawJson json) implements Part {}
}
