package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import org.jspecify.annotations.Nullable;

/** What routing asks of accounts and endpoints. */
public interface Health {
    /** Nothing ever failed, nothing is in flight, nothing was measured. */
    Health UNTROUBLED = new Health() {
        @Override
        public @Nullable Cooldown cooling(
                String connection, String model, @Nullable Credential credential, long nowMillis) {
            return null;
        }

        @Override
        public @Nullable Cooldown shut(String endpoint, long nowMillis) {
            return null;
        }

        @Override
        public @Nullable Double firstTokenMillis(String connection, String model, boolean streamed, long nowMillis) {
            return null;
        }

        @Override
        public int inFlight(String connection) {
            return 0;
        }

        @Override
        public int places(String connection, long nowMillis) {
            return 0;
        }

        @Override
        public boolean nearlySpent(String connection, long nowMillis) {
            return false;
        }
    };

    /**
     * Why this model at this account is left alone now; null when it may be tried.
     *
     * @param credential the one in use: a refusal counts only for the credential that was refused
     */
    @Nullable
    Cooldown cooling(String connection, String model, @Nullable Credential credential, long nowMillis);

    /** Why an endpoint is left alone now: its breaker is open, or a probe is on its way; null when it may be tried. */
    @Nullable
    Cooldown shut(String endpoint, long nowMillis);

    /**
     * The time to the first token of this model at this account, milliseconds; null when not known (any more).
     *
     * @param streamed streams and answers in one piece are told apart: the latter come when they are complete
     */
    @Nullable
    Double firstTokenMillis(String connection, String model, boolean streamed, long nowMillis);

    /** Requests in flight at a connection from this replica. */
    int inFlight(String connection);

    /**
     * Requests at once that the provider was found to take of this connection and replica: who is beyond goes to others first.
     * 0 = it never said that it was too much, or not lately.
     */
    int places(String connection, long nowMillis);

    /** Whether a window of the account is nearly used up, as the provider said: others should be asked first. A hint. */
    boolean nearlySpent(String connection, long nowMillis);
}
