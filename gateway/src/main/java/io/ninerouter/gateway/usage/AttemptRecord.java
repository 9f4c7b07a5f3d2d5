package io.ninerouter.gateway.usage;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt.
 *
 * @param number 1 = the first of its request
 * @param usage tokens as the provider reported them; null when it reported none
 */
public record AttemptRecord(
        Target target,
        int number,
        Outcome outcome,
        Timing timing,
        @Nullable Usage usage) {

    /** The provider's HTTP status; 200 for a good answer, 0 for none. */
    public int status() {
        return switch (outcome) {
            case Outcome.Success _ -> 200;
            case Outcome.Refused refused -> refused.status();
            case Outcome.NoAnswer _, Outcome.Abandoned _ -> 0;
        };
    }
}
