package io.ninerouter.quickstart.api.resource;

import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.store.ObjectKey;
import io.ninerouter.quickstart.api.type.ResourceType;

/**
 * What a request is about.
 *
 * @param type the resource in the version of the request
 * @param namespace empty for cluster-scoped resources and requests across namespaces
 * @param name empty for collections
 * @param subresource empty for the object itself
 */
public record Target(ResourceType type, String namespace, String name, String subresource) {

    /** Where the object lies. */
    public ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    /** The same for an object of the collection. */
    public Target named(String object) {
        return new Target(type, namespace, object, subresource);
    }

    /** Whether this is about the status alone. */
    public boolean isStatus() {
        return subresource.equals("status");
    }

    /** The failure that says there is no such object. */
    public StatusException notFound() {
        return StatusException.notFound(type.name(), name);
    }

    /** The failure that says the object is not as the request takes it to be. */
    public StatusException conflict(String why) {
        return StatusException.conflict(type.name(), name, why);
    }
}
