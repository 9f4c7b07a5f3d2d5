package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What one replica wants for one caller that has limits or a budget.
 *
 * @param caller {@code namespace/name} of the ApiKey
 * @param requests asked for in a minute, admitted or not; of two digits, so that what is steady is said alike
 * @param tokens the same of tokens
 * @param concurrent most at a time lately, those that found no place included
 * @param purse of a caller with a budget; null when it has none, or has spent nothing in this period
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallerDemand(
        @Size(max = 320) String caller,
        long requests,
        long tokens,
        int concurrent,
        @Nullable Purse purse) {
    /** Most callers that a replica tells of. */
    public static final int MAX = 1_000;

    public CallerDemand {
        Checks.text("caller", caller);
        Checks.atLeast("requests", requests, 0);
        Checks.atLeast("tokens", tokens, 0);
        Checks.atLeast("concurrent", concurrent, 0);
    }

    /**
     * What a replica has of a budget. Amounts are 10⁻¹² USD since the beginning of the period or of the process; those that
     * only grow may be told twice, or not at all, without harm.
     *
     * @param period when the period began, epoch milliseconds
     * @param spent what answers have cost; only grows
     * @param held reserved for requests that run
     * @param returned what it gives back of what it was granted; only grows
     * @param wanted what it would like to have beside what is spent and held
     * @param urgent what would let the first of the requests go that wait; 0 = none waits
     */
    public record Purse(long period, long spent, long held, long returned, long wanted, long urgent) {
        public Purse {
            Checks.atLeast("spent", spent, 0);
            Checks.atLeast("held", held, 0);
            Checks.atLeast("returned", returned, 0);
            Checks.atLeast("wanted", wanted, 0);
            Checks.atLeast("urgent", urgent, 0);
        }

        /** What is gone or may go. */
        public long used() {
            return spent + held;
        }
    }
}
