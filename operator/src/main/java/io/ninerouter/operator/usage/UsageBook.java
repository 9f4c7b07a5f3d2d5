package io.ninerouter.operator.usage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one Router's usage. It is written in one write that names the version it was read at; everything that is
 * told anywhere (statuses, history) comes out of it, so that a crash in between delays and loses nothing.
 *
 * <p>Why nothing is counted twice: the reports of replicas are cumulative and stay where they are while the replica lives, so
 * everything ever used is {@code base} (of counts that have ended) + the reports (of those that have not), whenever and however
 * often it is added up. A count that ends moves from the second to the first in one write, which also says that it has: only
 * then its report is deleted. What the sum has beyond {@code seen} is new: it goes into the history, and {@code seen} goes up,
 * in that same write.
 *
 * @param total everything
 * @param callers by {@code namespace/name}
 * @param targets by {@code connection/model}
 * @param settled counts that have ended, by name
 * @param live names of counts whose reports are part of {@code seen} and not of {@code base}
 * @param hours the last 48 that saw usage, oldest first
 * @param days the last 90 that saw usage, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UsageBook(
        Account total,
        Map<String, Account> callers,
        Map<String, Account> targets,
        Map<String, Settled> settled,
        Set<String> live,
        @JsonIgnore List<Bucket> hours,
        @JsonIgnore List<Bucket> days) {

    /** Nothing was used yet. */
    public static final UsageBook EMPTY =
            new UsageBook(Account.NEW, Map.of(), Map.of(), Map.of(), Set.of(), List.of(), List.of());

    public UsageBook {
        total = total == null ? Account.NEW : total;
        callers = sorted(callers);
        targets = sorted(targets);
        settled = sorted(settled);
        live = live == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(live));
        hours = hours == null ? List.of() : List.copyOf(hours);
        days = days == null ? List.of() : List.copyOf(days);
    }

    /** The same for objects that came out of a backup: they have other uids than they had. */
    public UsageBook adopted() {
        return new UsageBook(total, adopted(callers), adopted(targets), settled, live, hours, days);
    }

    private static Map<String, Account> adopted(Map<String, Account> accounts) {
        Map<String, Account> all = new TreeMap<>(accounts);
        all.replaceAll((name, one) -> new Account(null, one.base(), one.seen(), one.lastUsedAt(), one.provider()));
        return all;
    }

    /** The same with another history. */
    UsageBook with(List<Bucket> nextHours, List<Bucket> nextDays) {
        return new UsageBook(total, callers, targets, settled, live, nextHours, nextDays);
    }

    /** What one caller, target or the whole Router has used. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Account(
            @Nullable String uid,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) UsageFigures base,
            UsageFigures seen,
            @Nullable String lastUsedAt,
            @Nullable String provider) {
        static final Account NEW = new Account(null, UsageFigures.NONE, UsageFigures.NONE, null, null);

        /**
         * An account.
         *
         * @param uid of the object that it is about; another object of that name begins at 0
         * @param base of counts that have ended; below 0 where running ones have counted for an earlier object of that name
         * @param seen what has been told
         * @param lastUsedAt RFC 3339
         * @param provider of a connection
         */
        public Account {
            base = base == null ? UsageFigures.NONE : base;
            seen = seen == null ? UsageFigures.NONE : seen;
        }
    }

    /**
     * A count that has ended and is part of the base.
     *
     * @param atMillis since when
     * @param figures what of it is part of the base: only what it reports beyond that still counts; null = whatever it
     *     still reports counts no more
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Settled(long atMillis, @Nullable UsageReport figures) {}

    /**
     * What was used in an hour or a day, as far as it is told apart; the rest of the total is nobody's in particular.
     *
     * @param start RFC 3339, UTC
     */
    public record Bucket(
            String start, UsageFigures total, Map<String, UsageFigures> callers, Map<String, UsageFigures> targets) {
        public Bucket {
            total = total == null ? UsageFigures.NONE : total;
            callers = sorted(callers);
            targets = sorted(targets);
        }

        static Bucket empty(String start) {
            return new Bucket(start, UsageFigures.NONE, Map.of(), Map.of());
        }
    }

    private static <V> Map<String, V> sorted(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
