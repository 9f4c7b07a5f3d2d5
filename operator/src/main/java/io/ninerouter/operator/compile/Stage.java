package io.ninerouter.operator.compile;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a part of the compile was given, and what it made of that. A part is a function of what it is given: given the same
 * again, the same comes out, and need not be made. So it is the very instance then, and compared by that: whatever was made of
 * a stage is looked up at a glance.
 */
final class Stage<R> {
    private volatile List<Object> given;
    private final R result;

    Stage(List<Object> given, R result) {
        this.given = List.copyOf(given);
        this.result = result;
    }

    /** What was made before, if it was given the same; else what is made now. */
    static <R> Stage<R> of(@Nullable Stage<R> before, List<Object> given, Supplier<R> make) {
        if (before == null || !before.given.equals(given)) {
            return new Stage<>(given, make.get());
        }
        // Equal, and the newest instance of it: the next time it is the very one, and thousands of objects are compared
        // at a glance.
        before.given = List.copyOf(given);
        return before;
    }

    R result() {
        return result;
    }
}
