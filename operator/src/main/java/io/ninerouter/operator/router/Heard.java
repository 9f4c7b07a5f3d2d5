package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the loop was told last of each object of one kind. The framework holds back events of an object while we write to it,
 * and drops them when our write turns out to be newer: with them goes what somebody else had edited meanwhile. What came back
 * from the write shows it, compared with what was told: comparing with what was read for the write would not do, since a
 * cache holds an edit before its event is passed on. Thread-safe.
 */
final class Heard {
    private final Map<ResourceID, Intent> intents = new ConcurrentHashMap<>();

    /**
     * An event has come.
     *
     * @param stands false = the object is gone
     * @return whether another object stands under the name than was told last, or none was
     */
    boolean hear(HasMetadata object, boolean stands) {
        ResourceID id = ResourceID.fromResource(object);
        if (!stands) {
            intents.remove(id);
            return false;
        }
        Intent before = intents.put(id, Intent.of(object));
        return before == null
                || !Objects.equals(before.uid(), object.getMetadata().getUid());
    }

    /** Whether an object that a write of ours brought back wants something of which no event has told. */
    boolean isNews(HasMetadata written) {
        return !Intent.of(written).equals(intents.get(ResourceID.fromResource(written)));
    }
}
