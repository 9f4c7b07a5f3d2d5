package io.ninerouter.gateway.usage;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt.
 *
 * @param number 1 = the first of its request
 * @param told what the answer told
 */
public record AttemptRecord(Target target, int number, Outcome outcome, Timing timing, Told told) {

    /** Tokens as the provider reported them; null when it reported none. */
    public @Nullable Usage usage() {
        return told.usage();
    }

    /** The provider's HTTP status; 200 for a good answer, 0 for none. */
    public int status() {
        return switch (outcome) {
            case Outcome.Success _ -> 200;
            case Outcome.Refused refused -> refused.status();
            case Outcome.NoAnswer _, Outcome.NotSent _, Outcome.Abandoned _ -> 0;
        };
    }

    /**
     * What an answer told.
     *
     * @param usage tokens as the provider reported them; null when it reported none
     * @param losses what translation could not carry, there or back; empty when nothing was translated
     */
    public record Told(@Nullable Usage usage, List<Loss> losses) {
        public Told {
            losses = List.copyOf(losses);
        }
    }
}
