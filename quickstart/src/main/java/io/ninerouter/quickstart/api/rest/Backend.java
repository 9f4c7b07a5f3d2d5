package io.ninerouter.quickstart.api.rest;

import io.ninerouter.quickstart.api.resource.Deletions;
import io.ninerouter.quickstart.api.resource.Resources;
import io.ninerouter.quickstart.api.schema.ModelSchemas;
import io.ninerouter.quickstart.api.store.ObjectStore;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the server serves.
 *
 * @param reading where objects are read and followed
 * @param types what is served now
 * @param schemas the schemas of built-in kinds
 * @param resources where objects are written
 * @param deletions where they are deleted
 * @param pace what time it is, and how often an idle watch hears something
 */
public record Backend(
        ObjectStore reading,
        TypeRegistry types,
        ModelSchemas schemas,
        Resources resources,
        Deletions deletions,
        Pace pace) {

    /**
     * Time as the server takes it.
     *
     * @param clock what time it is
     * @param bookmarks how long a watch may be idle before its client is told how far it has seen everything
     */
    public record Pace(InstantSource clock, Duration bookmarks) {}
}
