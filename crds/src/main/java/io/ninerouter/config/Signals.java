package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of one Router should know of each other at once: what is left alone, and until when. The operator folds
 * it from their reports; it changes nothing in the configuration. No secret, prompt or answer.
 *
 * @param cooldowns at most {@link #MAX}, one for each connection and model, in order of these; what goes beyond is cut off
 * @param spent windows of accounts that the operator was told are nearly used up, at most {@link #MAX}, in order of connection
 *     and window. A hint: such an account goes behind its peers
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Signals(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<Signal> cooldowns, List<Spent> spent) {
    /** Most cooldowns that are told: about 200 KB. */
    public static final int MAX = 1_000;

    /** Nothing is left alone. */
    public static final Signals NONE = new Signals(List.of());

    /** From as many percent on a window is nearly used up. */
    public static final int NEARLY_SPENT = 95;

    public Signals {
        cooldowns = Copies.list(cooldowns);
        cooldowns = cooldowns.subList(0, Math.min(MAX, cooldowns.size()));
        spent = Copies.list(spent);
        spent = spent.subList(0, Math.min(MAX, spent.size()));
    }

    /** Cooldowns alone. */
    public Signals(List<Signal> cooldowns) {
        this(cooldowns, List.of());
    }

    /** The same cooldowns with these windows. */
    public Signals with(List<Spent> others) {
        return new Signals(cooldowns, others);
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return cooldowns.isEmpty() && spent.isEmpty();
    }

    /** What others than one replica have learnt. */
    public Signals notBy(String replica) {
        return new Signals(
                cooldowns.stream()
                        .filter(signal -> !signal.by().equals(replica))
                        .toList(),
                spent);
    }

    /** The cooldowns of each connection that has one. */
    public Map<String, List<Signal>> byConnection() {
        return cooldowns.stream().collect(Collectors.groupingBy(Signal::connection));
    }

    /**
     * One window of an account that is nearly used up.
     *
     * @param connection the account
     * @param window its length or what is counted
     * @param untilMillis when it begins anew, epoch milliseconds
     * @param seenMillis when the provider said so: what a replica has heard later counts more
     */
    public record Spent(String connection, String window, long untilMillis, long seenMillis) {
        public Spent {
            Checks.text("connection", connection);
            Checks.text("window", window);
        }
    }

    /**
     * One cooldown.
     *
     * @param connection the account
     * @param model the provider's model id; null = the whole account
     * @param reason the word of a {@link CooldownReason}
     * @param untilMillis epoch milliseconds by the clock of the replica that learnt it
     * @param by that replica
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Signal(String connection, @Nullable String model, String reason, long untilMillis, String by) {

        public Signal {
            Checks.text("connection", connection);
            Checks.text("reason", reason);
            Checks.text("by", by);
        }
    }
}
