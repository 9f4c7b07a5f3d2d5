package io.ninerouter.operator.usage;

import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.operator.usage.Counts.Row;
import io.ninerouter.operator.usage.UsageBook.Account;
import io.ninerouter.operator.usage.UsageBook.Settled;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the book goes on with what replicas report. */
public final class UsageFold {
    private UsageFold() {}

    /** Which objects there are now. */
    public interface Objects {
        /** Uid of the ApiKey of a {@code namespace/name}; null = there is none. */
        @Nullable
        String key(String caller);

        /** Uid of the ProviderConnection of a name; null = there is none. */
        @Nullable
        String connection(String name);
    }

    /**
     * The book with everything that is reported now. Equal to the one before when there is nothing new.
     *
     * @param reporting every replica that has an object; one that is missing is taken for one that has not reported yet
     */
    public static UsageBook fold(UsageBook book, Collection<Reporting> reporting, Objects objects, Instant now) {
        Map<String, Reporting> byCount = byCount(reporting);
        Map<String, Settled> settled = new TreeMap<>(book.settled());
        Set<String> live = new TreeSet<>();
        Counts ended = Counts.NONE;
        Counts running = Counts.NONE;
        int rows = byCount.keySet().stream()
                .mapToInt(name -> Forgetting.rows(book.settled().get(name)))
                .sum();
        for (Map.Entry<String, Reporting> one : byCount.entrySet()) {
            Settled before = settled.get(one.getKey());
            UsageReport earlier = before == null ? null : before.figures();
            if (before != null && earlier == null) {
                continue;
            }
            UsageReport usage = one.getValue().usage();
            Counts counts = Counts.of(usage);
            Counts beyond = earlier == null ? counts : counts.beyond(Counts.of(earlier));
            // What has no room yet is settled in a later round: until then its object tells it.
            boolean room = before != null || rows == 0 || rows + Forgetting.rows(usage) <= Forgetting.MOST_ROWS;
            if (!one.getValue().ended() || !room) {
                running = running.plus(beyond);
                live.add(one.getKey());
            } else if (earlier == null || isNews(usage, earlier)) {
                ended = ended.plus(beyond);
                rows += before == null ? Forgetting.rows(usage) : 0;
                settled.put(one.getKey(), new Settled(now.toEpochMilli(), usage));
            }
        }
        UsageBook next = accounts(book, ended, running, objects, now);
        return new UsageBook(
                next.total(),
                next.callers(),
                next.targets(),
                Forgetting.forget(settled, byCount.keySet(), now),
                live,
                next.hours(),
                next.days());
    }

    /**
     * Counts whose objects are gone, though they were not settled (somebody has deleted them, or everything comes out of a
     * backup): what was told of them stays told, and what they may still report counts no more.
     *
     * @param book as it is written, and the replicas as they stand after it was: no older ones
     */
    public static UsageBook recover(UsageBook book, Collection<Reporting> reporting, Instant now) {
        Set<String> lost = new TreeSet<>(book.live());
        lost.removeAll(byCount(reporting).keySet());
        lost.removeAll(book.settled().keySet());
        if (lost.isEmpty()) {
            return book;
        }
        Counts running = Counts.NONE;
        for (Reporting one : reporting) {
            Settled before = book.settled().get(one.usage().ledger());
            UsageReport earlier = before == null ? null : before.figures();
            if (before == null || earlier != null) {
                Counts counts = Counts.of(one.usage());
                running = running.plus(earlier == null ? counts : counts.beyond(Counts.of(earlier)));
            }
        }
        Counts there = running;
        Map<String, Settled> settled = new TreeMap<>(book.settled());
        lost.forEach(name -> settled.put(name, new Settled(now.toEpochMilli(), null)));
        Set<String> live = new TreeSet<>(book.live());
        live.removeAll(lost);
        return new UsageBook(
                lifted(book.total(), there.total()),
                lifted(book.callers(), there.callers()),
                lifted(book.targets(), there.targets()),
                settled,
                live,
                book.hours(),
                book.days());
    }

    /** Names of the objects whose figures are all part of the book, for good: they may be deleted once it is written. */
    public static Set<String> done(UsageBook book, Collection<Reporting> reporting) {
        return reporting.stream()
                .filter(Reporting::ended)
                .filter(one -> {
                    Settled settled = book.settled().get(one.usage().ledger());
                    return settled != null
                            && (settled.figures() == null || settled.figures().equals(one.usage()));
                })
                .map(Reporting::name)
                .collect(Collectors.toSet());
    }

    private static Map<String, Reporting> byCount(Collection<Reporting> reporting) {
        Map<String, Reporting> byCount = new TreeMap<>();
        reporting.forEach(one -> byCount.merge(
                one.usage().ledger(),
                one,
                (a, b) -> a.usage().total().attempts() >= b.usage().total().attempts() ? a : b));
        return byCount;
    }

    /** A report that is older than what is settled takes nothing back. */
    private static boolean isNews(UsageReport usage, UsageReport settled) {
        UsageFigures more = usage.total().minus(settled.total());
        return !usage.equals(settled) && more.equals(more.atLeastZero());
    }

    private static UsageBook accounts(UsageBook book, Counts ended, Counts running, Objects objects, Instant now) {
        Row all = new Row(running.total(), null, null);
        Step total = Step.of(book.total(), new Row(ended.total(), null, null), all, null);
        Map<String, UsageFigures> newOfCallers = new HashMap<>();
        Map<String, Account> callers = steps(
                book.callers(),
                ended.callers(),
                running.callers(),
                objects::key,
                UsageReport.MAX_CALLERS,
                newOfCallers);
        Map<String, UsageFigures> newOfTargets = new HashMap<>();
        Map<String, Account> targets = steps(
                book.targets(),
                ended.targets(),
                running.targets(),
                target -> objects.connection(Counts.connection(target)),
                UsageReport.MAX_TARGETS,
                newOfTargets);
        UsageBook next =
                new UsageBook(total.next(), callers, targets, book.settled(), book.live(), book.hours(), book.days());
        return History.add(next, total.fresh(), newOfCallers, newOfTargets, now);
    }

    /** What there is more room for than accounts stays a part of the total alone. */
    private static Map<String, Account> steps(
            Map<String, Account> accounts,
            Map<String, Row> ended,
            Map<String, Row> running,
            Uids uids,
            int most,
            Map<String, UsageFigures> fresh) {
        Map<String, Account> next = new TreeMap<>();
        Set<String> names = new TreeSet<>(ended.keySet());
        names.addAll(running.keySet());
        List<String> known = List.copyOf(accounts.keySet());
        Stream.concat(known.stream(), names.stream().filter(name -> !accounts.containsKey(name)))
                .forEach(name -> {
                    String uid = uids.of(name);
                    boolean told = running.containsKey(name) || ended.containsKey(name);
                    if ((uid == null && !told) || next.size() >= most) {
                        return;
                    }
                    Step step =
                            Step.of(accounts.getOrDefault(name, Account.NEW), ended.get(name), running.get(name), uid);
                    next.put(name, step.next());
                    if (!step.fresh().equals(UsageFigures.NONE)) {
                        fresh.put(name, step.fresh());
                    }
                });
        return next;
    }

    private static Map<String, Account> lifted(Map<String, Account> accounts, Map<String, Row> running) {
        Map<String, Account> next = new TreeMap<>(accounts);
        next.replaceAll((name, account) -> {
            Row row = running.get(name);
            return lifted(account, row == null ? UsageFigures.NONE : row.used());
        });
        return next;
    }

    private static Account lifted(Account account, UsageFigures running) {
        UsageFigures missing =
                account.seen().minus(account.base().plus(running)).atLeastZero();
        return new Account(
                account.uid(), account.base().plus(missing), account.seen(), account.lastUsedAt(), account.provider());
    }

    /** The uid of the object that an account is about; null = there is none. */
    @FunctionalInterface
    private interface Uids {
        @Nullable
        String of(String account);
    }

    /** One account goes on. */
    private record Step(Account next, UsageFigures fresh) {
        static Step of(Account account, @Nullable Row ended, @Nullable Row running, @Nullable String uid) {
            UsageFigures base = ended == null ? account.base() : account.base().plus(ended.used());
            UsageFigures sum = running == null ? base : base.plus(running.used());
            UsageFigures fresh = sum.minus(account.seen()).atLeastZero();
            Row last = ended == null ? running : running == null ? ended : ended.plus(running);
            String provider = last == null || last.provider() == null ? account.provider() : last.provider();
            if (account.uid() != null && uid != null && !uid.equals(account.uid())) {
                return new Step(new Account(uid, base.minus(sum), UsageFigures.NONE, null, provider), fresh);
            }
            return new Step(
                    new Account(
                            uid == null ? account.uid() : uid,
                            base,
                            account.seen().plus(fresh),
                            last == null || fresh.equals(UsageFigures.NONE)
                                    ? account.lastUsedAt()
                                    : Counts.later(account.lastUsedAt(), last.lastUsedAt()),
                            provider),
                    fresh);
        }
    }
}
