package io.ninerouter.gateway.limits;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.gateway.snapshot.Caller;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits and budgets of all callers on this replica. A caller without any costs one look at a null. Forgets callers that
 * have been idle, but not what they have spent in this period. Thread-safe.
 */
public final class LimitBoard {
    private final InFlight inFlight;
    private final LongSupplier millis;
    private final Map<String, CallerAccount> accounts = new ConcurrentHashMap<>();
    private final Map<Limit, LongAdder> refused = Map.of(
            Limit.REQUESTS, new LongAdder(),
            Limit.TOKENS, new LongAdder(),
            Limit.CONCURRENT, new LongAdder(),
            Limit.BUDGET, new LongAdder());
    private volatile Portions portions = Portions.alone();
    private volatile Reports reports = Reports.NOBODY;

    /**
     * Nobody is known yet.
     *
     * @param inFlight what the replica itself bears
     * @param millis epoch milliseconds
     */
    public LimitBoard(InFlight inFlight, LongSupplier millis) {
        this.inFlight = inFlight;
        this.millis = millis;
    }

    /** The requests of all callers. */
    public InFlight inFlight() {
        return inFlight;
    }

    /** Who hears that others should know more of this replica. */
    public interface Reports {
        /** Nobody does. */
        Reports NOBODY = new Reports() {
            @Override
            public void urgent() {}

            @Override
            public void soon() {}
        };

        /** Somebody waits for it. */
        void urgent();

        /** Within a second will do. */
        void soon();
    }

    /** Shares the limits with other replicas from now on. */
    public void share(String replica, long since, Reports to) {
        reports = to;
        hear(replica, since, Allotments.NONE);
    }

    /** How the operator parts the limits. */
    public void hear(String replica, long since, Allotments allotments) {
        Portions next = Portions.of(replica, since, allotments);
        portions = next;
        long now = now();
        boolean unserved = false;
        for (CallerAccount account : accounts.values()) {
            unserved |= account.hear(next, now);
        }
        if (unserved) {
            reports.urgent();
        }
    }

    /**
     * Lets a request in, or not; a place that may come is waited for.
     *
     * @param told once, on {@code loop}: at once when nothing has to be waited for
     * @return to be called when the caller leaves before that
     */
    public Runnable enter(Caller caller, ScheduledExecutorService loop, Consumer<Entry> told) {
        if (!caller.isBounded()) {
            told.accept(new Entry(Permit.FREE, null));
            return () -> {};
        }
        CallerAccount account = account(caller);
        Refusal refusal = account.enter(now());
        Permit permit = new Permit(this, account);
        if (refusal == null || !refusal.passing()) {
            told.accept(entry(permit, refusal));
            return () -> {};
        }
        return await(account, permit, refusal, loop, told);
    }

    private Runnable await(
            CallerAccount account,
            Permit permit,
            Refusal refusal,
            ScheduledExecutorService loop,
            Consumer<Entry> told) {
        AtomicBoolean gone = new AtomicBoolean();
        WaitingLine.Waiter waiter = new WaitingLine.Waiter(1, refusal, loop, outcome -> {
            Refusal still = outcome.refusal();
            if (still == null && gone.get()) {
                permit.leave();
                return;
            }
            if (still == null) {
                still = account.count(now());
                if (still != null) {
                    permit.leave();
                }
            }
            told.accept(entry(permit, still));
        });
        if (!account.awaitPlace(waiter)) {
            waiter.giveUp();
            return () -> {};
        }
        reports.urgent();
        var _ = loop.schedule(
                () -> {
                    if (account.giveUpPlace(waiter)) {
                        waiter.giveUp();
                    }
                },
                refusal.patienceMillis(),
                TimeUnit.MILLISECONDS);
        return () -> {
            gone.set(true);
            account.giveUpPlace(waiter);
        };
    }

    private Entry entry(Permit permit, @Nullable Refusal refusal) {
        if (refusal != null) {
            refused(refusal);
            permit.refused();
        }
        return new Entry(permit, refusal);
    }

    /**
     * Whether a request may go on.
     *
     * @param permit what it holds, if it may; else it only tells how the caller stands
     * @param refusal null = it may
     */
    public record Entry(Permit permit, @Nullable Refusal refusal) {}

    /** What this replica wants for each caller, in order of name; of too many those that want most. */
    public List<CallerDemand> demands() {
        long now = now();
        accounts.keySet().forEach(name -> accounts.computeIfPresent(name, (_, one) -> one.isIdle(now) ? null : one));
        return accounts.values().stream()
                .map(account -> account.told(now))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt((CallerDemand demand) -> demand.purse() == null ? 1 : 0)
                        .thenComparing(
                                Comparator.comparingLong(CallerDemand::requests).reversed()))
                .limit(CallerDemand.MAX)
                .sorted(Comparator.comparing(CallerDemand::caller))
                .toList();
    }

    /** How many requests were refused for a limit. */
    public long refused(Limit limit) {
        return Objects.requireNonNull(refused.get(limit)).sum();
    }

    long now() {
        return millis.getAsLong();
    }

    void refused(Refusal refusal) {
        Objects.requireNonNull(refused.get(refusal.limit())).increment();
        if (portions.shared()) {
            reports.soon();
        }
    }

    void spent(CallerAccount account) {
        if (account.runsLow(now())) {
            reports.soon();
        }
    }

    void urgent() {
        reports.urgent();
    }

    private CallerAccount account(Caller caller) {
        long now = now();
        return accounts.compute(caller.name(), (name, known) -> {
            CallerAccount account = known == null ? new CallerAccount(name, caller.limits(), portions, now) : known;
            account.bounds(caller.limits(), caller.budget(), now);
            return account;
        });
    }
}
