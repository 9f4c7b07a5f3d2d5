package io.ninerouter.gateway.usage;

import io.ninerouter.gateway.chat.StopReason;
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
 * @param spent tokens and what they cost
 */
public record AttemptRecord(Target target, int number, Outcome outcome, Timing timing, Told told, Spent spent) {

    /** The provider's HTTP status; 200 for a good answer, 0 for none. */
    public int status() {
        return switch (outcome) {
            case Outcome.Success _ -> 200;
            case Outcome.Refused refused -> refused.status();
            case Outcome.NoAnswer _, Outcome.NotSent _, Outcome.Abandoned _ -> 0;
        };
    }

    /** How the attempt ended. */
    public End end() {
        return switch (outcome) {
            case Outcome.Success _ -> End.COMPLETE;
            case Outcome.Abandoned _ -> End.CANCELLED;
            case Outcome.Refused _, Outcome.NoAnswer _, Outcome.NotSent _ ->
                timing.firstToken() < 0 ? End.FAILED : End.CUT;
        };
    }

    /** Output tokens a second from the first one on; null when nothing was generated, or all of it came at once. */
    public @Nullable Double outputTokensPerSecond() {
        Usage usage = spent.usage();
        long nanos = timing.firstToken() < 0 ? 0 : timing.duration() - timing.firstToken();
        return usage == null || usage.output() == 0 || nanos <= 0 ? null : usage.output() * 1e9 / nanos;
    }

    /** How an attempt ended. */
    public enum End {
        /** The whole of a good answer came. */
        COMPLETE("complete"),
        /** The caller got nothing of it: another target may have been tried. */
        FAILED("failed"),
        /** The caller got its beginning. */
        CUT("cut"),
        /** The caller left. */
        CANCELLED("cancelled");

        private final String label;

        End(String label) {
            this.label = label;
        }

        /** As logs and metrics say it. */
        public String label() {
            return label;
        }
    }

    /**
     * What an answer told.
     *
     * @param losses what translation could not carry, there or back; empty when nothing was translated
     * @param finish why the answer ended, as the provider says; null when it did not say
     * @param bytesSent of the request's body, to the provider
     * @param bytesReceived of the answer's body, from the provider
     */
    public record Told(List<Loss> losses, StopReason.@Nullable Kind finish, long bytesSent, long bytesReceived) {
        public Told {
            losses = List.copyOf(losses);
        }
    }

    /**
     * What was used.
     *
     * @param usage tokens; null when nothing was used, as far as known
     * @param estimated whether the provider did not report some or all of them, and a tokenizer counted instead
     * @param cost by the price at that time; null = not known, or nothing was used
     */
    public record Spent(
            @Nullable Usage usage,
            boolean estimated,
            @Nullable Cost cost) {
        /** Nothing, as far as known. */
        public static final Spent NOTHING = new Spent(null, false, null);

        /** Whether something was used whose price is not known. */
        public boolean unpriced() {
            return usage != null && (cost == null || cost.atLeast());
        }
    }
}
