package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Edits of top-level fields of a request body that an endpoint refuses or needs, applied in the order remove, rename, set.
 *
 * @param remove fields to leave out
 * @param rename old name to new name; where the body has both, the new name's own value stays
 * @param set fields to set, whatever the caller sent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BodyEdits(List<String> remove, Map<String, String> rename, Map<String, JsonNode> set) {

    /** Changes nothing. */
    public static final BodyEdits NONE = new BodyEdits(List.of(), Map.of(), Map.of());

    public BodyEdits {
        remove = Copies.list(remove);
        rename = Copies.sorted(rename);
        set = Copies.sorted(set);
    }

    /** Whether a body passes unchanged. */
    public boolean isEmpty() {
        return remove.isEmpty() && rename.isEmpty() && set.isEmpty();
    }
}
