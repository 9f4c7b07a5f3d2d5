package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the provider says that it offers to this account. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OfferedModels(
        @JsonPropertyDescription("How many models it lists; 0 = there is no list yet.")
        Integer count,

        @Nullable
        @Size(max = 40)
        @JsonPropertyDescription("Since when it lists the same; asking again without news leaves it.")
        String at,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Declared or allowed models that it does not list: not shown, and tried only when asked for with the"
                        + " provider's prefix.")
        List<@Size(max = 256) String> lacking,

        @Nullable
        @Size(max = 256)
        @JsonPropertyDescription("Why there is no newer list; absent when the last question was answered.")
        String message) {
    public OfferedModels {
        lacking = Copies.list(lacking);
    }
}
