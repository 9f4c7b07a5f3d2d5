package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.ninerouter.api.v1alpha1.Router;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One kind that is watched.
 *
 * @param source its cache
 * @param mapper which Routers an object concerns
 * @param journal written when an event comes, which is after the cache holds what it tells of
 * @param heard what the events told
 * @param anew is told each object that stands under a name of which no event has told, or has told as of another object
 */
record Watched<T extends HasMetadata>(
        InformerEventSource<T, Router> source,
        SecondaryToPrimaryMapper<T> mapper,
        Journal journal,
        Heard heard,
        Consumer<HasMetadata> anew) {

    /** Which Routers an event concerns; from now on it has been heard of. */
    Set<ResourceID> toRouters(T object) {
        ResourceID id = ResourceID.fromResource(object);
        boolean stands = !source.isRunning() || source.get(id).isPresent();
        if (heard.hear(object, stands)) {
            anew.accept(object);
        }
        journal.add(id);
        return mapper.toPrimaryResourceIDs(object);
    }
}
