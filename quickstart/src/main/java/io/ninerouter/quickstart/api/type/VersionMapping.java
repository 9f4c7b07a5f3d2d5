package io.ninerouter.quickstart.api.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * How the objects of a version relate to their stored form: another apiVersion, and possibly other names for the same
 * top-level fields.
 *
 * @param storedApiVersion the apiVersion in the store
 * @param storedNames the stored name of each field that is named otherwise here
 */
public record VersionMapping(String storedApiVersion, Map<String, String> storedNames) {

    /** Copies its map. */
    public VersionMapping {
        storedNames = Map.copyOf(storedNames);
    }

    /** The stored form is this version's. */
    public static VersionMapping same(String apiVersion) {
        return new VersionMapping(apiVersion, Map.of());
    }

    ObjectNode toStorage(ObjectNode object) {
        storedNames.forEach((here, stored) -> rename(object, here, stored));
        return object.put("apiVersion", storedApiVersion);
    }

    ObjectNode fromStorage(ObjectNode object) {
        storedNames.forEach((here, stored) -> rename(object, stored, here));
        return object;
    }

    private static void rename(ObjectNode object, String from, String to) {
        var value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }
}
