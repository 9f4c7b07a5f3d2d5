package io.ninerouter.quickstart.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What tools make of a custom resource that they know nothing about: the rules of sigs.k8s.io/cli-utils, package kstatus, as
 * Flux and kpt have them.
 */
enum Kstatus {
    CURRENT,
    IN_PROGRESS,
    FAILED,
    TERMINATING;

    private static final ObjectMapper JSON = new ObjectMapper();

    static Kstatus of(HasMetadata object) {
        return of(JSON.<JsonNode>valueToTree(object));
    }

    static Kstatus of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode status = object.path("status");
        if (metadata.hasNonNull("deletionTimestamp")) {
            return TERMINATING;
        }
        JsonNode observed = status.path("observedGeneration");
        if (observed.isNumber()
                && observed.asLong() != metadata.path("generation").asLong()) {
            return IN_PROGRESS;
        }
        if (is(status, "Reconciling", "True")) {
            return IN_PROGRESS;
        }
        if (is(status, "Stalled", "True")) {
            return FAILED;
        }
        // Without a condition Ready an object is as it should be.
        return is(status, "Ready", "False") || is(status, "Ready", "Unknown") ? IN_PROGRESS : CURRENT;
    }

    private static boolean is(JsonNode status, String type, String value) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)
                    && condition.path("status").asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
