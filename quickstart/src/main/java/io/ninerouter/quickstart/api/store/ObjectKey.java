package io.ninerouter.quickstart.api.store;

import java.util.Comparator;

/**
 * Where an object lies within its collection; ordered by namespace, then name.
 *
 * @param namespace empty for cluster-scoped objects
 * @param name never empty
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }
}
