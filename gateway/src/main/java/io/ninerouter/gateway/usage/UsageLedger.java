package io.ninerouter.gateway.usage;

import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.UsageFigures;
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
 * bounded, and so are the bytes of a report; what does not fit is counted in one row together. Counting is a few additions and
 * never waits. Thread-safe.
 */
public final class UsageLedger implements UsageListener {
    private static final int LONGEST_MODEL = 256;
    private static final Comparator<TargetUsage> IN_ORDER =
            Comparator.comparing(TargetUsage::connection).thenComparing(TargetUsage::model);

    private final LongSupplier clock;
    private final Sums total = new Sums();
    private final ConcurrentMap<String, Sums> callers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger callerRooms;
    private final AtomicInteger targetRooms;
    private final ToldRows<CallerUsage> toldCallers;
    private final ToldRows<TargetUsage> toldTargets;
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
        this(
                name,
                clock,
                new Room(UsageReport.MAX_CALLERS, UsageReport.CALLER_BYTES),
                new Room(UsageReport.MAX_TARGETS, UsageReport.TARGET_BYTES));
    }

    UsageLedger(String name, LongSupplier clock, Room forCallers, Room forTargets) {
        this.clock = clock;
        this.callerRooms = new AtomicInteger(forCallers.rows());
        this.targetRooms = new AtomicInteger(forTargets.rows());
        this.toldCallers =
                new ToldRows<>(forCallers.rows(), forCallers.bytes(), CallerUsage::caller, CallerUsage::used);
        this.toldTargets = new ToldRows<>(
                forTargets.rows(),
                forTargets.bytes(),
                row -> List.of(row.connection(), row.model()),
                TargetUsage::used);
        this.count = new Count(name, Instant.ofEpochMilli(clock.getAsLong()).toString());
    }

    /**
     * Goes on with the count of a process that is over, and that nobody else goes on with. To be called once at most; what
     * was counted since this ledger began is added to it. Its rows keep their places, whoever has come since: what was told of
     * a row is never taken back. For these there may be twice as many rows here as in a report, which tells the others together.
     */
    public synchronized void continueFrom(UsageReport earlier) {
        count = new Count(earlier.ledger(), earlier.since());
        toldCallers.follow(earlier.callers().stream()
                .filter(row -> !row.caller().equals(UsageReport.OTHER))
                .toList());
        toldTargets.follow(
                earlier.targets().stream().filter(row -> !isOfOthers(row)).toList());
        total.add(earlier.total(), null);
        earlier.callers().forEach(row -> toldCaller(row).add(row.used(), time(row.lastUsedAt())));
        earlier.targets().forEach(row -> toldTarget(row).add(row.used(), time(row.lastUsedAt())));
    }

    private Sums toldCaller(CallerUsage row) {
        return row.caller().equals(UsageReport.OTHER) ? otherCallers : toldRow(callers, row.caller(), callerRooms);
    }

    private Sums toldTarget(TargetUsage row) {
        return isOfOthers(row)
                ? otherTargets
                : toldRow(account(row.connection(), row.provider()).models(), row.model(), targetRooms);
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
     * Everything so far, within the bounds of a report.
     *
     * @param closed whether this is the last word: nothing is counted any more
     * @return null when nothing was counted
     */
    public synchronized @Nullable UsageReport report(boolean closed) {
        Count named = count;
        if (total.lastUsedAt() == null && callers.isEmpty()) {
            return null;
        }
        return new UsageReport(named.name(), named.since(), closed, total.figures(), callerRows(), targetRows());
    }

    private List<CallerUsage> callerRows() {
        List<CallerUsage> all = new ArrayList<>(callers.size());
        callers.forEach((name, sums) -> all.add(new CallerUsage(name, sums.lastUsedAt(), sums.figures())));
        all.sort(Comparator.comparing(CallerUsage::caller));
        ToldRows.Fitting<CallerUsage> fitting = toldCallers.tell(all);
        UsageFigures others = otherCallers.figures().plus(fitting.untold());
        List<CallerUsage> rows = new ArrayList<>(fitting.rows());
        if (!others.equals(UsageFigures.NONE)) {
            rows.add(new CallerUsage(UsageReport.OTHER, otherCallers.lastUsedAt(), others));
        }
        rows.sort(Comparator.comparing(CallerUsage::caller));
        return rows;
    }

    private List<TargetUsage> targetRows() {
        List<TargetUsage> all = new ArrayList<>();
        accounts.forEach((connection, account) -> account.models()
                .forEach((model, sums) -> all.add(
                        new TargetUsage(connection, account.provider(), model, sums.lastUsedAt(), sums.figures()))));
        all.sort(IN_ORDER);
        ToldRows.Fitting<TargetUsage> fitting = toldTargets.tell(all);
        UsageFigures others = otherTargets.figures().plus(fitting.untold());
        List<TargetUsage> rows = new ArrayList<>(fitting.rows());
        if (!others.equals(UsageFigures.NONE)) {
            rows.add(new TargetUsage(UsageReport.OTHER, null, UsageReport.OTHER, otherTargets.lastUsedAt(), others));
        }
        rows.sort(IN_ORDER);
        return rows;
    }

    private static boolean isOfOthers(TargetUsage row) {
        return row.provider() == null && row.connection().equals(UsageReport.OTHER);
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
        Sums sums = row(account(connection, provider).models(), model, targetRooms);
        return sums == null ? otherTargets : sums;
    }

    private Account account(String connection, @Nullable String provider) {
        return accounts.computeIfAbsent(connection, _ -> new Account(provider, new ConcurrentHashMap<>()));
    }

    /** A row that is there, or a new one while there is room. */
    private static @Nullable Sums row(ConcurrentMap<String, Sums> rows, String key, AtomicInteger rooms) {
        return rows.computeIfAbsent(key, _ -> takeRoom(rooms) ? new Sums() : null);
    }

    /** A row that was told already: it has a place where there is no room too. */
    private static Sums toldRow(ConcurrentMap<String, Sums> rows, String key, AtomicInteger rooms) {
        return rows.computeIfAbsent(key, _ -> {
            takeRoom(rooms);
            return new Sums();
        });
    }

    private static boolean takeRoom(AtomicInteger rooms) {
        return rooms.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
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

    /**
     * For what is told apart.
     *
     * @param rows most of them
     * @param bytes of all of them in a report
     */
    record Room(int rows, int bytes) {}

    private record Count(String name, String since) {}

    private record Account(@Nullable String provider, ConcurrentMap<String, Sums> models) {}
}
