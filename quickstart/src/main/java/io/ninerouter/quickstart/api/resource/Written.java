package io.ninerouter.quickstart.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The outcome of a write.
 *
 * @param object as it is now, in the version of the request; not to be changed
 * @param created whether it is new
 * @param warnings for the client
 */
public record Written(ObjectNode object, boolean created, List<String> warnings) {

    /** Copies its list. */
    public Written {
        warnings = List.copyOf(warnings);
    }

    /** The same with other warnings. */
    Written warned(List<String> others) {
        return new Written(object, created, others);
    }
}
