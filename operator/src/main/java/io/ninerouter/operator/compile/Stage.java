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
    private final List<Object> given;
    private final R result;

    Stage(List<Object> given, R result) {
        this.given = List.copyOf(given);
        this.result = result;
    }

    /** What was made before, if it was given the same; else what is made now. */
    static <R> Stage<R> of(@Nullable Stage<R> before, List<Object> given, Supplier<R> make) {
        return before != null && before.given.equals(given) ? before : new Stage<>(given, make.get());
    }

    R result() {
        return result;
    }
}
