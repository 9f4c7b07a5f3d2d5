package io.ninerouter.api.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the status of every kind tells. */
public interface ObjectStatus {
    /** Generation of the spec that the status was computed from; -1, or null of older definitions, before the first. */
    @Nullable
    Long observedGeneration();

    /** One for each type, in a fixed order. */
    List<Condition> conditions();

    /** The same without what is written apart, by who counts usage. */
    default ObjectStatus withoutUsage() {
        return this;
    }
}
