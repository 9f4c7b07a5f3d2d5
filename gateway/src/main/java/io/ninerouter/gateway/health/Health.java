package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import org.jspecify.annotations.Nullable;

/** What routing asks of an account. */
public interface Health {
    /** Nothing ever failed, nothing is in flight. */
    Health UNTROUBLED = new Health() {
        @Override
        public @Nullable Cooldown cooling(
                String connection, String model, @Nullable Credential credential, long nowMillis) {
            return null;
        }

        @Override
        public int inFlight(String connection) {
            return 0;
        }
    };

    /**
     * Why this model at this account is left alone now; null when it may be tried.
     *
     * @param credential the one in use: a refusal counts only for the credential that was refused
     */
    @Nullable
    Cooldown cooling(String connection, String model, @Nullable Credential credential, long nowMillis);

    /** Requests in flight at a connection from this replica. */
    int inFlight(String connection);
}
