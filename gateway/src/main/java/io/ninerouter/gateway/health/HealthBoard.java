package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health of all accounts as this replica has seen it. Thread-safe; every time is an argument. */
@SuppressWarnings("DoNotCallSuggester")
public final class HealthBoard implements Health {

    /** An attempt begins; each is followed by one {@link #ended}. */
    public void began(String connection) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** An attempt is over, however it ended. */
    public void ended(String connection) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Learns from an attempt.
     *
     * @param attempt where it went
     * @param jitter 0 (inclusive) to 1 (exclusive), by chance: spreads the ends of cooldowns
     */
    public void record(Attempt attempt, Outcome outcome, long nowMillis, double jitter) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Forgets connections that are no more. */
    public void retain(Collection<String> connections) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public @Nullable Cooldown cooling(
            String connection, String model, @Nullable Credential credential, long nowMillis) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public int inFlight(String connection) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** What is known of each connection that had traffic, in order of name. */
    public List<Observation> observations() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Where an attempt went.
     *
     * @param connection the account
     * @param model the provider's model id
     * @param credential what it was shown; null = none
     */
    public record Attempt(
            String connection, String model, @Nullable Credential credential) {}

    /**
     * What traffic taught of one connection. Times are epoch milliseconds; null = never.
     *
     * @param lastErrorStatus the provider's status; 0 = no HTTP answer; null = no error
     * @param refusedAtMillis when it refused the credential; null when it did not, or took a newer one since
     */
    public record Observation(
            String connection,
            @Nullable Long lastSuccessMillis,
            @Nullable Long lastErrorMillis,
            @Nullable Integer lastErrorStatus,
            @Nullable String lastErrorMessage,
            @Nullable Long refusedAtMillis) {}
}
