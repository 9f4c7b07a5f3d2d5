package io.ninerouter.operator.compile;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one of several results that follow each other stands, and how it differs from the one before: whoever has made something
 * of that one looks at what differs alone. Holds no result, so that none is kept by the next. Compared by {@code id}.
 *
 * @param id stands for the result
 * @param base stands for the one before; null = there was none, or how they differ is not known
 * @param refs objects of which this one says something else, those that are gone included
 */
record Step(Object id, @Nullable Object base, Set<ObjectRef> refs) {
    Step {
        refs = Set.copyOf(refs);
    }

    /** Of a result that may say something else of every object. */
    static Step anew() {
        return new Step(new Object(), null, Set.of());
    }

    /** Of the result behind this one. */
    Step next(Set<ObjectRef> changed) {
        return new Step(new Object(), id, changed);
    }

    /** How it differs from an earlier result; null = not known. */
    @Nullable
    Set<ObjectRef> since(@Nullable Step earlier) {
        if (earlier == null) {
            return null;
        }
        if (id.equals(earlier.id)) {
            return Set.of();
        }
        return earlier.id.equals(base) ? refs : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Step step && step.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
