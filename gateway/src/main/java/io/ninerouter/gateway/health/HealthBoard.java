package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The health of all accounts as this replica has seen it. Thread-safe; every time is an argument. */
public final class HealthBoard implements Health {
    private final ConcurrentMap<String, AccountHealth> accounts = new ConcurrentHashMap<>();

    /** Nothing known yet. */
    public HealthBoard() {}

    /** An attempt begins; each is followed by one {@link #ended}. */
    public void began(String connection) {
        account(connection).began();
    }

    /** An attempt is over, however it ended. */
    public void ended(String connection) {
        AccountHealth account = accounts.get(connection);
        if (account != null) {
            account.ended();
        }
    }

    /**
     * Learns from an attempt.
     *
     * @param attempt where it went
     * @param jitter 0 (inclusive) to 1 (exclusive), by chance: spreads the ends of cooldowns
     */
    public void record(Attempt attempt, Outcome outcome, long nowMillis, double jitter) {
        account(attempt.connection()).record(attempt, outcome, nowMillis, jitter);
    }

    /** Forgets connections that are no more; those with requests in flight are kept until these are over. */
    public void retain(Collection<String> connections) {
        Set<String> kept = Set.copyOf(connections);
        accounts.entrySet()
                .removeIf(entry ->
                        !kept.contains(entry.getKey()) && entry.getValue().inFlight() == 0);
    }

    @Override
    public @Nullable Cooldown cooling(
            String connection, String model, @Nullable Credential credential, long nowMillis) {
        AccountHealth account = accounts.get(connection);
        return account == null ? null : account.cooling(model, credential, nowMillis);
    }

    @Override
    public int inFlight(String connection) {
        AccountHealth account = accounts.get(connection);
        return account == null ? 0 : account.inFlight();
    }

    /** What is known of each connection that had traffic, in order of name. */
    public List<Observation> observations() {
        List<Observation> observations = new ArrayList<>();
        new TreeMap<>(accounts).forEach((name, account) -> observations.add(account.observation(name)));
        return observations;
    }

    private AccountHealth account(String connection) {
        return accounts.computeIfAbsent(connection, none -> new AccountHealth());
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
     * @param lastErrorMessage what happened, without content
     * @param refusedAtMillis when it refused the credential; null when it did not, or took one since
     */
    public record Observation(
            String connection,
            @Nullable Long lastSuccessMillis,
            @Nullable Long lastErrorMillis,
            @Nullable Integer lastErrorStatus,
            @Nullable String lastErrorMessage,
            @Nullable Long refusedAtMillis) {}
}
