package io.ninerouter.quickstart.api.store;

import org.jspecify.annotations.Nullable;

/**
 * A change of one object.
 *
 * @param kind what happened
 * @param collection where
 * @param object the new version; of a removed object its last one, under the revision of the removal
 * @param previous the version before; null when the object is new
 */
public record StoreEvent(
        Kind kind,
        String collection,
        Stored object,
        @Nullable Stored previous) {

    /** What happened to an object. */
    public enum Kind {
        /** It is new. */
        ADDED,
        /** It has another content. */
        MODIFIED,
        /** It is gone. */
        DELETED
    }

    /** The write that made this change. */
    public long revision() {
        return object.revision();
    }
}
