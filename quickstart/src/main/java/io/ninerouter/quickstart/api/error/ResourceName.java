package io.ninerouter.quickstart.api.error;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;

/**
 * How messages name a resource.
 *
 * @param group the API group, empty for the core group
 * @param plural as in the path, such as {@code secrets}
 * @param kind as in the document, such as {@code Secret}
 */
public record ResourceName(String group, String plural, String kind) {

    /** {@code widgets.example.com}, or {@code secrets} in the core group. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** {@code Widget.example.com}, or {@code Secret} in the core group. */
    public String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    /** The details of a Status; {@code kind} is the plural or the kind, whichever that message carries. */
    ObjectNode details(String name, String kind) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        return details.put("kind", kind);
    }
}
