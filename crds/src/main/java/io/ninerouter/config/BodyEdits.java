package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Edits of a request body that an endpoint refuses or needs, applied in the order of the components. Those up to {@code
 * implies} concern top-level fields, the others bodies of chat completions alone, {@code messages} Anthropic's too.
 *
 * @param remove fields to leave out
 * @param rename old name to new name; where the body has both, the new name's own value stays
 * @param set fields to set, whatever the caller sent
 * @param defaults fields to set where the body has none of that name
 * @param streamDefaults the same for requests that ask for a stream; an object is merged into one that the body has, member by
 *     member, so that {@code stream_options} of the caller stay
 * @param caps most that a number may be: a larger one becomes that
 * @param replace by field: a value (as JSON text, or the {@code type} of an object) to the value that stands in its place,
 *     such as {@code tool_choice: {required: auto}}; the key {@code *} means any object
 * @param implies by field: a value, as in {@code replace}, to what it brings about elsewhere: endpoints know fields that
 *     exclude each other, such as a tool that has to be called and thinking
 * @param messages what no message may be like; null = nothing
 * @param placeholder what past turns of the assistant need; null = nothing
 * @param history what past turns of the assistant must not have, or not by that name; null = nothing
 * @param strictTools tools that may be strict; null = all that are
 * @param inWords formats of the answer that the messages have to ask for; null = none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BodyEdits(
        List<String> remove,
        Map<String, String> rename,
        Map<String, JsonNode> set,
        Map<String, JsonNode> defaults,
        Map<String, JsonNode> streamDefaults,
        Map<String, Long> caps,
        Map<String, Map<String, JsonNode>> replace,
        Map<String, Map<String, Implied>> implies,
        @Nullable Messages messages,
        @Nullable Placeholder placeholder,
        @Nullable History history,
        @Nullable StrictTools strictTools,
        @Nullable InWords inWords) {

    /** Changes nothing. */
    public static final BodyEdits NONE = new BodyEdits(List.of(), Map.of(), Map.of());

    public BodyEdits {
        remove = Copies.list(remove);
        rename = Copies.sorted(rename);
        set = Copies.sorted(set);
        defaults = Copies.sorted(defaults);
        streamDefaults = Copies.sorted(streamDefaults);
        caps = Copies.sorted(caps);
        replace = Copies.sorted(replace);
        implies = Copies.sorted(implies);
    }

    /** The first three alone. */
    public BodyEdits(List<String> remove, Map<String, String> rename, Map<String, JsonNode> set) {
        this(remove, rename, set, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null, null, null, null, null);
    }

    /** Whether a body passes unchanged. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * A member that assistant messages of the history have to have, with a blank where the caller sent none: some endpoints
     * refuse a history without the reasoning that they once sent.
     *
     * @param field name of the member, such as {@code reasoning_content}
     * @param withToolCallsOnly whether only messages with tool calls need it
     */
    public record Placeholder(String field, boolean withToolCallsOnly) {
        public Placeholder {
            Checks.text("field", field);
        }
    }

    /**
     * What a value of a field brings about.
     *
     * @param remove fields to leave out
     * @param set fields to set, whatever the caller sent
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Implied(List<String> remove, Map<String, JsonNode> set) {
        public Implied {
            remove = Copies.list(remove);
            set = Copies.sorted(set);
        }
    }

    /**
     * Members of the assistant's messages of the history that an endpoint refuses. Some take no reasoning back, others know it
     * by another name.
     *
     * @param remove members to leave out
     * @param rename old name to new name; where a message has both, the new name's own value stays
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record History(List<String> remove, Map<String, String> rename) {
        public History {
            remove = Copies.list(remove);
            rename = Copies.sorted(rename);
        }
    }

    /**
     * What an endpoint does not take in messages.
     *
     * @param roles role to the one that stands in its place, such as {@code developer: system}
     * @param texts roles (as they are sent) whose content is one text: where it is a list of texts, they are joined by line breaks
     * @param remove members to leave out, whatever the role
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Messages(Map<String, String> roles, List<String> texts, List<String> remove) {
        public Messages {
            roles = Copies.sorted(roles);
            texts = Copies.list(texts);
            remove = Copies.list(remove);
        }
    }

    /** Which tools may say {@code strict}. */
    public enum StrictTools {
        /** None: the word is left out. */
        @JsonProperty("Never")
        NEVER,
        /** All or none: where some are not strict, the word is left out of all. */
        @JsonProperty("AllOrNone")
        ALL_OR_NONE
    }

    /**
     * Formats of the answer that an endpoint does not bind. What the caller asks for is said in a message of the system, behind
     * those that come first.
     *
     * @param formats {@code type} of {@code response_format} to the one that stands in its place; {@code text} = the field is
     *     left out
     * @param besideTools whether every format but {@code text} is said in words alone where the body has tools
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record InWords(Map<String, String> formats, boolean besideTools) {
        public InWords {
            formats = Copies.sorted(formats);
        }
    }
}
