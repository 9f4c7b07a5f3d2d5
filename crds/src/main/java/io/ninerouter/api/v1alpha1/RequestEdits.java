package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.ninerouter.config.BodyEdits.StrictTools;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Edits of the request body, in the order of the components: of its top-level fields, then of what chat completions hold. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestEdits(
        @Size(max = 64) @JsonPropertyDescription("Fields to leave out.")
        List<@Size(max = 128) String> remove,

        @Size(max = 64) @JsonPropertyDescription("Old name to new name.")
        Map<String, @Size(max = 128) String> rename,

        @Size(max = 64) @PreserveUnknownFields @JsonPropertyDescription("Fields to set, any JSON value.") @Nullable
        JsonNode set,

        @Size(max = 64)
        @PreserveUnknownFields
        @JsonPropertyDescription("Fields to set where the caller sent none, any JSON value.")
        @Nullable
        JsonNode defaults,

        @Size(max = 64)
        @PreserveUnknownFields
        @JsonPropertyDescription(
                "The same for requests that ask for a stream; an object is merged into the caller's, member by member.")
        @Nullable
        JsonNode streamDefaults,

        @Size(max = 64) @JsonPropertyDescription("Most that a number may be: a larger one becomes that.")
        Map<String, @Min(0) Long> caps,

        @Size(max = 64)
        @PreserveUnknownFields
        @JsonPropertyDescription(
                "By field: a value (JSON text, or the type of an object; * = any object) to what stands in its place,"
                        + " such as {tool_choice: {required: auto}}.")
        @Nullable
        JsonNode replace,

        @Size(max = 64)
        @PreserveUnknownFields
        @JsonPropertyDescription(
                "By field: a value, as in replace, to what it brings about: fields to set and to remove, such as"
                        + " {tool_choice: {required: {set: {thinking: {type: disabled}}}}}.")
        @Nullable
        JsonNode implies,

        @Nullable @JsonPropertyDescription("What no message may be like.")
        Messages messages,

        @Nullable @JsonPropertyDescription("What the assistant's messages of the history have to have.")
        Placeholder placeholder,

        @Nullable @JsonPropertyDescription("What the assistant's messages of the history must not have.")
        History history,

        @Nullable
        @JsonPropertyDescription(
                "Which tools may be strict: Never, or AllOrNone (where some are not, none is). Unset: those that are.")
        StrictTools strictTools,

        @Nullable
        @JsonPropertyDescription("Formats of the answer that a message of the system asks for, as none binds it.")
        InWords inWords) {
    public RequestEdits {
        remove = Copies.list(remove);
        rename = Copies.sorted(rename);
        caps = Copies.sorted(caps);
    }

    /** A member that assistant messages of the history get, blank, where they have none. */
    public record Placeholder(
            @Required @Size(min = 1, max = 128) @JsonPropertyDescription("The member, such as reasoning_content.")
            String field,

            @Default("false") @Nullable @JsonPropertyDescription("Whether only messages with tool calls need it.")
            Boolean withToolCallsOnly) {}

    /** Members of the assistant's messages of the history that the endpoint refuses. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record History(
            @Size(max = 16) @JsonPropertyDescription("Members to leave out.")
            List<@Size(min = 1, max = 128) String> remove,

            @Size(max = 16) @JsonPropertyDescription("Old name to new name.")
            Map<String, @Size(min = 1, max = 128) String> rename) {
        public History {
            remove = Copies.list(remove);
            rename = Copies.sorted(rename);
        }
    }

    /** What the endpoint does not take in messages. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Messages(
            @Size(max = 16)
            @JsonPropertyDescription("Role to the one that stands in its place, such as developer: system.")
            Map<String, @Size(min = 1, max = 32) String> roles,

            @Size(max = 16)
            @JsonPropertyDescription("Roles whose content is one text: where it is a list of texts, they are joined.")
            List<@Size(min = 1, max = 32) String> texts,

            @Size(max = 16) @JsonPropertyDescription("Members to leave out, whatever the role.")
            List<@Size(min = 1, max = 128) String> remove) {
        public Messages {
            roles = Copies.sorted(roles);
            texts = Copies.list(texts);
            remove = Copies.list(remove);
        }
    }

    /** Formats of the answer that the endpoint does not bind. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record InWords(
            @Size(max = 8)
            @JsonPropertyDescription(
                    "Type of response_format to the one that stands in its place, such as json_schema: json_object; text ="
                            + " the field is left out.")
            Map<String, @Size(min = 1, max = 32) String> formats,

            @Default("false")
            @Nullable
            @JsonPropertyDescription("Whether every format but text is said in words alone where the body has tools.")
            Boolean besideTools) {
        public InWords {
            formats = Copies.sorted(formats);
        }
    }
}
