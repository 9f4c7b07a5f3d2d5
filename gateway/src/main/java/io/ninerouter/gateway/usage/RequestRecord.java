package io.ninerouter.gateway.usage;

import io.ninerouter.gateway.chat.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request.
 *
 * @param asker who asked for what
 * @param status HTTP status that the caller got; 499 when it left before
 * @param end how it ended
 * @param attempts in order; empty when it was refused before the first
 * @param bytes of the bodies, of request and answer
 * @param bodies how the bodies begin; null unless the log is to show it
 */
public record RequestRecord(
        Asker asker,
        int status,
        End end,
        List<AttemptRecord> attempts,
        Timing timing,
        Bytes bytes,
        @Nullable Bodies bodies) {

    public RequestRecord {
        attempts = List.copyOf(attempts);
    }

    /** Tokens of all attempts; null when nothing was used, as far as known. */
    public @Nullable Usage usage() {
        Usage sum = null;
        for (AttemptRecord attempt : attempts) {
            Usage usage = attempt.spent().usage();
            sum = sum == null ? usage : usage == null ? sum : sum.plus(usage);
        }
        return sum;
    }

    /** Whether some tokens were estimated. */
    public boolean estimated() {
        return attempts.stream().anyMatch(attempt -> attempt.spent().estimated());
    }

    /** Whether the price of long prompts was taken for some of it. */
    public boolean longPrompt() {
        return attempts.stream()
                .map(attempt -> attempt.spent().cost())
                .anyMatch(cost -> cost != null && cost.longPrompt());
    }

    /** Whether some of the cost is what an answer said itself. */
    public boolean costReported() {
        return attempts.stream()
                .map(attempt -> attempt.spent().cost())
                .anyMatch(cost -> cost != null && cost.reported());
    }

    /** Whether some of the cost is more than what is told, by an amount that is not known. */
    public boolean costsAtLeast() {
        return attempts.stream()
                .map(attempt -> attempt.spent().cost())
                .anyMatch(cost -> cost != null && cost.atLeast());
    }

    /**
     * What all attempts cost, in 10⁻¹² USD; null when nothing that was used has a known price.
     *
     * @param billed those that are billed, or those that are not
     */
    public @Nullable Long picoUsd(boolean billed) {
        Long sum = null;
        for (AttemptRecord attempt : attempts) {
            Cost cost = attempt.spent().cost();
            if (cost != null && cost.billed() == billed) {
                sum = sum == null ? cost.picoUsd() : Cost.plus(sum, cost.picoUsd());
            }
        }
        return sum;
    }

    /**
     * Bytes of bodies.
     *
     * @param in of the request, as far as it was read
     * @param out of the answer, as far as it was written
     */
    public record Bytes(long in, long out) {}

    /**
     * How bodies begin.
     *
     * @param in of the request
     * @param out of the answer; empty for an error of ours
     */
    public record Bodies(Excerpt in, Excerpt out) {}

    /** How a request ended. */
    public enum End {
        /** The caller got all of an answer, be it an error. */
        COMPLETE("complete"),
        /** The caller got an answer that was cut, and was told so. */
        CUT("cut"),
        /** The caller left. */
        ABANDONED("abandoned");

        private final String label;

        End(String label) {
            this.label = label;
        }

        /** As logs and metrics say it. */
        public String label() {
            return label;
        }
    }
}
