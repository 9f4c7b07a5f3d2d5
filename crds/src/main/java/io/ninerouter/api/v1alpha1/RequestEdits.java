package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Edits of the request body's top-level fields, in the order of the components; the last two concern messages of the past. */
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

        @Nullable @JsonPropertyDescription("What the assistant's messages of the history have to have.")
        Placeholder placeholder,

        @Nullable @JsonPropertyDescription("What the assistant's messages of the history must not have.")
        History history) {
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
}
