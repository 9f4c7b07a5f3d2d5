package io.ninerouter.gateway.usage;

import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.UsageReport;
import io.ninerouter.config.UsageReport.CallerUsage;
import io.ninerouter.config.UsageReport.TargetUsage;
import io.ninerouter.gateway.routing.Target;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what this replica has used, by caller and by connection and model. Sums only grow, so a report of them may be lost,
 * repeated or late without harm. Each attempt and each request is counted once, when it has ended. The number of rows is
 * bounded; what does not fit is counted in one row together. Counting is a few additions and never waits. Thread-safe.
 */
public final class UsageLedger implements UsageListener {
    private static final int LONGEST_MODEL = 256;

    private final LongSupplier clock;
    private final Sums total = new Sums();
    private final ConcurrentMap<String, Sums> callers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger callerRooms;
    private final AtomicInteger targetRooms;
    private final Sums otherCallers = new Sums();
    private final Sums otherTargets = new Sums();
    private final LongAdder open = new LongAdder();
    private volatile Count count;

    /**
     * Begins to count at 0.
     *
     * @param name of the count: differs from that of every other count there ever was
     * @param clock epoch milliseconds
     */
    public UsageLedger(String name, LongSupplier clock) {
        this(name, clock, UsageReport.MAX_CALLERS, UsageReport.MAX_TARGETS);
    }

    UsageLedger(String name, LongSupplier clock, int mostCallers, int mostTargets) {
        this.clock = clock;
        this.callerRooms = new AtomicInteger(mostCallers);
        this.targetRooms = new AtomicInteger(mostTargets);
        this.count = new Count(name, Instant.ofEpochMilli(clock.getAsLong()).toString());
    }

    /**
     * Goes on with the count of a process that is over, and that nobody else goes on with. To be called once at most; what
     * was counted since this ledger began is added to it.
     */
    public void continueFrom(UsageReport earlier) {
        count = new Count(earlier.ledger(), earlier.since());
        total.add(earlier.total(), null);
        earlier.callers().forEach(row -> caller(row.caller()).add(row.used(), time(row.lastUsedAt())));
        earlier.targets()
                .forEach(row ->
                        target(row.connection(), row.provider(), row.model()).add(row.used(), time(row.lastUsedAt())));
    }

    /** Requests that have begun and whose last word is not counted yet. */
    public long open() {
        return open.sum();
    }

    @Override
    public void begun() {
        open.increment();
    }

    @Override
    public void attempt(Asker asker, AttemptRecord attempt) {
        long now = clock.getAsLong();
        AttemptRecord.Spent spent = attempt.spent();
        Target target = attempt.target();
        total.attempt(spent, now);
        caller(asker.caller()).attempt(spent, now);
        target(target.connection().name(), target.provider().id(), model(target))
                .attempt(spent, now);
    }

    @Override
    public void request(RequestRecord request, RequestLog log) {
        long now = clock.getAsLong();
        total.request(now);
        caller(request.asker().caller()).request(now);
        open.decrement();
    }

    /**
     * Everything so far.
     *
     * @param closed whether this is the last word: nothing is counted any more
     * @return null when nothing was counted
     */
    public @Nullable UsageReport report(boolean closed) {
        Count named = count;
        if (total.lastUsedAt() == null && callers.isEmpty()) {
            return null;
        }
        return new UsageReport(named.name(), named.since(), closed, total.figures(), callerRows(), targetRows());
    }

    private List<CallerUsage> callerRows() {
        List<CallerUsage> rows = new ArrayList<>(callers.size() + 1);
        callers.forEach((name, sums) -> rows.add(new CallerUsage(name, sums.lastUsedAt(), sums.figures())));
        if (otherCallers.lastUsedAt() != null) {
            rows.add(new CallerUsage(UsageReport.OTHER, otherCallers.lastUsedAt(), otherCallers.figures()));
        }
        rows.sort(Comparator.comparing(CallerUsage::caller));
        return rows;
    }

    private List<TargetUsage> targetRows() {
        List<TargetUsage> rows = new ArrayList<>();
        accounts.forEach((connection, account) -> account.models()
                .forEach((model, sums) -> rows.add(
                        new TargetUsage(connection, account.provider(), model, sums.lastUsedAt(), sums.figures()))));
        if (otherTargets.lastUsedAt() != null) {
            rows.add(new TargetUsage(
                    UsageReport.OTHER, null, UsageReport.OTHER, otherTargets.lastUsedAt(), otherTargets.figures()));
        }
        rows.sort(Comparator.comparing(TargetUsage::connection).thenComparing(TargetUsage::model));
        return rows;
    }

    private Sums caller(String name) {
        Sums known = callers.get(name);
        if (known != null) {
            return known;
        }
        // Names of callers hold a slash, or are "anonymous": this one is nobody's.
        Sums sums = name.equals(UsageReport.OTHER) ? null : row(callers, name, callerRooms);
        return sums == null ? otherCallers : sums;
    }

    private Sums target(String connection, @Nullable String provider, String model) {
        Account account = accounts.get(connection);
        Sums known = account == null ? null : account.models().get(model);
        if (known != null) {
            return known;
        }
        if (provider == null && connection.equals(UsageReport.OTHER)) {
            return otherTargets;
        }
        Account place = accounts.computeIfAbsent(connection, _ -> new Account(provider, new ConcurrentHashMap<>()));
        Sums sums = row(place.models(), model, targetRooms);
        return sums == null ? otherTargets : sums;
    }

    /** A row that is there, or a new one while there is room: never more, or the report would be refused. */
    private static @Nullable Sums row(ConcurrentMap<String, Sums> rows, String key, AtomicInteger rooms) {
        return rows.computeIfAbsent(
                key, _ -> rooms.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? new Sums() : null);
    }

    /** What callers make up must not become a row each. */
    private static String model(Target target) {
        String model = target.model();
        return model.length() <= LONGEST_MODEL && target.provider().declares(model) ? model : UsageReport.OTHER;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException notOurs) {
            return null;
        }
    }

    private record Count(String name, String since) {}

    private record Account(@Nullable String provider, ConcurrentMap<String, Sums> models) {}
}
