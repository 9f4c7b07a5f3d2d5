package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Reason;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Yes or no, and why.
 *
 * @param message names the value and what was expected
 */
public record Decision(boolean holds, Reason reason, String message) {
    /** Nothing is wrong with it. */
    public static final Decision ACCEPTED = yes(Reason.ACCEPTED, "compiled into the configuration");

    /** Every reference leads somewhere. */
    public static final Decision RESOLVED = yes(Reason.RESOLVED, "every reference leads somewhere");

    /** Yes. */
    public static Decision yes(Reason reason, String message) {
        return new Decision(true, reason, message);
    }

    /** No. */
    public static Decision no(Reason reason, String message) {
        return new Decision(false, reason, message);
    }

    /** This one where it is a no, else the next. */
    Decision and(Supplier<Decision> next) {
        return holds ? next.get() : this;
    }

    /** The same, saying which generation goes on serving. */
    Decision servedInstead(@Nullable Served served) {
        return served == null
                ? this
                : new Decision(holds, reason, message + "; generation " + served.generation() + " goes on serving");
    }
}
