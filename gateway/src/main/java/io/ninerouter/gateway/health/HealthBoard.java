package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Signals;
import io.ninerouter.config.Signals.Spent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The health of all accounts and endpoints as this replica has seen it. Thread-safe; every time is an argument. */
public final class HealthBoard implements Health {
    private final ConcurrentMap<String, AccountHealth> accounts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, EndpointHealth> endpoints = new ConcurrentHashMap<>();

    private final AtomicLong news = new AtomicLong();
    private volatile Learnt learnt = Learnt.NOTHING;
    private volatile Map<String, List<Spent>> spent = Map.of();

    /** Nothing known yet. */
    public HealthBoard() {}

    /** An attempt begins, whatever is known; each is followed by one {@link #ended}. */
    public void began(String connection) {
        account(connection).began();
    }

    /**
     * An attempt begins if it may: the connection has a place and the breaker of the endpoint lets it through, the only one
     * when that is half open.
     *
     * @param limit places of the connection; 0 = no limit
     * @return whether it may; then {@link #ended} and {@link #record} must follow, otherwise nothing was taken
     */
    public boolean enter(Attempt attempt, int limit, long nowMillis) {
        AccountHealth account = account(attempt.connection());
        if (!account.enter(limit)) {
            return false;
        }
        if (endpoint(attempt.endpoint()).admit(nowMillis)) {
            return true;
        }
        account.ended();
        return false;
    }

    /**
     * Whether a request may go on to another target after a failure. What says nothing of the endpoint, or goes to another
     * one, always may; what asks a failing endpoint once more takes from that endpoint's budget.
     */
    public boolean mayFollow(Outcome failure, String failed, String next, long nowMillis) {
        Fault fault = failure.fault();
        boolean again = fault != null && fault.scope() == Fault.Scope.PROVIDER && failed.equals(next);
        return !again || endpoint(next).retry(nowMillis);
    }

    /** The first token of an answer came so long after the attempt began. */
    public void firstToken(Attempt attempt, boolean streamed, double millis, long nowMillis) {
        account(attempt.connection()).measured(attempt.model(), streamed, millis, nowMillis);
        endpoint(attempt.endpoint()).lives(nowMillis);
    }

    /**
     * The head of an answer told of windows of the account.
     *
     * @param credential what the request showed; null = none
     */
    public void windows(String connection, @Nullable Credential credential, List<QuotaWindow> heard, long nowMillis) {
        account(connection).quotas().learn(credential, heard, nowMillis);
    }

    /** What connections show from now on: of one that shows another account the windows are forgotten. */
    public void shown(Function<String, @Nullable Credential> inUse) {
        accounts.forEach((name, account) -> account.quotas().of(inUse.apply(name)));
    }

    /** An attempt is over, however it ended. */
    public void ended(String connection) {
        AccountHealth account = accounts.get(connection);
        if (account != null) {
            account.ended();
        }
    }

    /**
     * Learns from an attempt that has {@link #ended}.
     *
     * @param attempt where it went
     * @param jitter 0 (inclusive) to 1 (exclusive), by chance: spreads the ends of cooldowns
     */
    public void record(Attempt attempt, Outcome outcome, long nowMillis, double jitter) {
        if (account(attempt.connection()).record(attempt, outcome, nowMillis, jitter)) {
            news.incrementAndGet();
        }
        endpoint(attempt.endpoint()).record(outcome, nowMillis, jitter);
    }

    /** Forgets connections and endpoints that are no more; connections with requests in flight are kept until these are over. */
    public void retain(Collection<String> connections, Collection<String> endpointsInUse) {
        endpoints.keySet().retainAll(Set.copyOf(endpointsInUse));
        Set<String> kept = Set.copyOf(connections);
        accounts.entrySet()
                .removeIf(entry ->
                        !kept.contains(entry.getKey()) && entry.getValue().inFlight() == 0);
    }

    @Override
    public @Nullable Cooldown cooling(
            String connection, String model, @Nullable Credential credential, long nowMillis) {
        AccountHealth account = accounts.get(connection);
        return Cooldown.longer(
                account == null ? null : account.cooling(model, credential, nowMillis),
                learnt.cooling(connection, model, credential, nowMillis));
    }

    @Override
    public @Nullable Cooldown shut(String endpoint, long nowMillis) {
        EndpointHealth known = endpoints.get(endpoint);
        return known == null ? null : known.shut(nowMillis);
    }

    @Override
    public @Nullable Double firstTokenMillis(String connection, String model, boolean streamed, long nowMillis) {
        AccountHealth account = accounts.get(connection);
        return account == null ? null : account.firstTokenMillis(model, streamed, nowMillis);
    }

    @Override
    public int inFlight(String connection) {
        AccountHealth account = accounts.get(connection);
        return account == null ? 0 : account.inFlight();
    }

    @Override
    public int places(String connection, long nowMillis) {
        AccountHealth account = accounts.get(connection);
        return account == null ? 0 : account.places(nowMillis);
    }

    @Override
    public boolean nearlySpent(String connection, long nowMillis) {
        AccountHealth account = accounts.get(connection);
        if (account != null && account.quotas().nearlySpent(nowMillis)) {
            return true;
        }
        for (Spent told : spent.getOrDefault(connection, List.of())) {
            if (told.untilMillis() > nowMillis
                    && (account == null || !account.quotas().knowsBetter(told))) {
                return true;
            }
        }
        return false;
    }

    /** The windows of a connection that are worth being told; empty when none is known. */
    public List<QuotaWindow> quotas(String connection, long nowMillis) {
        AccountHealth account = accounts.get(connection);
        return account == null ? List.of() : account.quotas().told(nowMillis);
    }

    /**
     * Learns what other replicas leave alone, in place of what was learnt so far. It adds to what this replica found out
     * itself, takes nothing away from it, and ends by itself: when nothing more is heard nothing is left alone for ever.
     *
     * @param signals those of other replicas
     * @param inUse the credential of a connection; null = none: a refusal counts for the one that is in use when it is heard
     */
    public void learn(Signals signals, Function<String, @Nullable Credential> inUse, long nowMillis) {
        synchronized (accounts) {
            learnt = learnt.next(signals.cooldowns(), inUse, nowMillis);
            spent = signals.spent().stream().collect(Collectors.groupingBy(Spent::connection));
        }
    }

    /**
     * What every replica should leave alone, found out by this one, in no order. Its own conclusions about the way to a
     * provider are not in it.
     *
     * @param inUse the credential of a connection; null = none
     */
    public List<Cooling> toShare(Function<String, @Nullable Credential> inUse, long nowMillis) {
        List<Cooling> all = new ArrayList<>();
        accounts.forEach((name, account) -> all.addAll(account.toShare(name, inUse.apply(name), nowMillis)));
        return all;
    }

    /** A number that changes when {@link #toShare} has begun to say something else, but not when time alone has passed. */
    public long news() {
        return news.get();
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

    private EndpointHealth endpoint(String endpoint) {
        return endpoints.computeIfAbsent(endpoint, none -> new EndpointHealth());
    }

    /**
     * Where an attempt went.
     *
     * @param endpoint the address; connections that share it share its breaker
     * @param connection the account
     * @param model the provider's model id
     * @param credential what it was shown; null = none
     */
    public record Attempt(
            String endpoint,
            String connection,
            String model,
            @Nullable Credential credential) {}

    /**
     * Something that is left alone.
     *
     * @param connection the account
     * @param model the provider's model id; null = the whole account
     */
    public record Cooling(String connection, @Nullable String model, Cooldown cooldown) {}

    /**
     * What traffic taught of one connection. Times are epoch milliseconds; null = never.
     *
     * @param lastErrorStatus the provider's status; 0 = no HTTP answer; null = no error
     * @param lastErrorMessage what happened, without content
     * @param refusedAtMillis when it refused the credential; null when it did not, or took one since
     * @param refusedMark {@link Credential#mark} of the token that it refused; null = none, or it was a key
     */
    public record Observation(
            String connection,
            @Nullable Long lastSuccessMillis,
            @Nullable Long lastErrorMillis,
            @Nullable Integer lastErrorStatus,
            @Nullable String lastErrorMessage,
            @Nullable Long refusedAtMillis,
            @Nullable String refusedMark) {
        /** Of a key. */
        public Observation(
                String connection,
                @Nullable Long lastSuccessMillis,
                @Nullable Long lastErrorMillis,
                @Nullable Integer lastErrorStatus,
                @Nullable String lastErrorMessage,
                @Nullable Long refusedAtMillis) {
            this(
                    connection,
                    lastSuccessMillis,
                    lastErrorMillis,
                    lastErrorStatus,
                    lastErrorMessage,
                    refusedAtMillis,
                    null);
        }
    }
}
