package io.ninerouter.quickstart.api.resource;

/**
 * How an object is to be deleted.
 *
 * @param uid the object has to have this uid; empty for any
 * @param resourceVersion the object has to be at this version; empty for any
 * @param propagation what becomes of what it owns
 * @param dryRun whether nothing is deleted after all
 */
public record DeleteOptions(String uid, String resourceVersion, Propagation propagation, boolean dryRun) {

    /** Deletes whatever is there, and what it owns after it. */
    public static final DeleteOptions PLAIN = new DeleteOptions("", "", Propagation.BACKGROUND, false);

    /** What becomes of dependents. */
    public enum Propagation {
        /** They go after their owner. */
        BACKGROUND,
        /** They go before their owner. */
        FOREGROUND,
        /** They stay. */
        ORPHAN
    }
}
