package io.ninerouter.quickstart.api.resource;

import com.fasterxml.jackson.databind.JsonNode;

/** What keeps an object besides metadata.finalizers. */
final class Finalization {

    private Finalization() {}

    /** Whether the object waits for something else: a namespace for its content. */
    static boolean pending(Target target, JsonNode object) {
        return target.type().collection().equals("namespaces")
                && !object.path("spec").path("finalizers").isEmpty();
    }
}
