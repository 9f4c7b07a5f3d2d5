package io.ninerouter.quickstart.budget;

import io.ninerouter.config.KeyConfig;
import io.ninerouter.operator.allot.AllotmentFold;
import io.ninerouter.operator.allot.AllotmentFold.Memory;
import io.ninerouter.operator.allot.Pod;
import io.ninerouter.operator.usage.BookCodec;
import io.ninerouter.operator.usage.Reporting;
import io.ninerouter.operator.usage.UsageBook;
import io.ninerouter.operator.usage.UsageFold;
import io.ninerouter.quickstart.budget.LedgerObjects.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An operator of a {@link LedgerModel}, with its own folds. What it knows may be old; what it has not written yet dies with it.
 */
final class LedgerOperator {
    private static final long OLDEST_VIEW = 30_000;

    private final LedgerObjects api;
    private final List<KeyConfig> keys;
    private final LongSupplier clock;
    private final Random random;
    private Map<String, Stored> view = Map.of();
    private @Nullable Memory memory;
    private LedgerObjects.@Nullable Version mine;
    private long viewedAt;

    /**
     * One that knows nothing yet.
     *
     * @param clock epoch milliseconds
     * @param random now and then it forgets the book and reads it anew
     */
    LedgerOperator(LedgerObjects api, List<KeyConfig> keys, LongSupplier clock, Random random) {
        this.api = api;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** Its caches catch up. */
    LedgerOperator look() {
        view = api.reports();
        viewedAt = clock.getAsLong();
        if (mine == null) {
            LedgerObjects.Version read = api.book();
            if (UsageFold.recover(read.book(), reporting(), now()).equals(read.book())) {
                mine = read;
            }
        }
        return this;
    }

    /** Parts the budgets, and publishes how. */
    AllotmentFold.Outcome part() {
        if (memory == null || clock.getAsLong() - viewedAt > OLDEST_VIEW) {
            // The first round reads the API server, and a watch that is cut is noticed.
            look();
        }
        Memory before = memory == null ? Memory.of(api.allotments()) : memory;
        List<Pod> there = view.entrySet().stream()
                .map(one -> pod(one.getKey(), one.getValue()))
                .toList();
        AllotmentFold.Outcome outcome = AllotmentFold.fold(before, keys, there, now());
        api.publish(outcome.memory().published());
        memory = outcome.memory();
        return outcome;
    }

    /** Goes on with the book, unless somebody else has. */
    void count() {
        LedgerObjects.Version before = mine;
        if (before == null) {
            return;
        }
        UsageBook next = UsageFold.fold(before.book(), reporting(), Anybody.THERE, now());
        if (!next.equals(before.book())) {
            boolean written = api.write(BookCodec.encode(next).book(), before);
            mine = written && random.nextInt(10) > 0 ? api.book() : null;
        }
    }

    /** Deletes reports that are in the book, and whose last word on budgets is published. */
    void delete() {
        LedgerObjects.Version written = mine;
        Memory parted = memory;
        if (written == null || parted == null) {
            return;
        }
        Set<String> over = new TreeSet<>(UsageFold.done(written.book(), reporting()));
        view.forEach((pod, one) -> {
            if (one.report().usage() == null && !one.podThere()) {
                over.add(pod);
            }
        });
        for (String pod : over) {
            Stored seen = view.get(pod);
            if (parted.ended().contains(Pod.Incarnation.of(pod, seen.report()))) {
                api.delete(pod, seen);
            }
        }
    }

    /** Forgets all that it has not written. */
    void die() {
        memory = null;
        mine = null;
        view = Map.of();
    }

    private List<Reporting> reporting() {
        List<Reporting> all = new ArrayList<>();
        view.forEach((pod, one) -> {
            Reporting reporting = Reporting.of(pod, one.report(), one.startedAt(), true, one.podThere(), now());
            if (reporting != null) {
                all.add(reporting);
            }
        });
        return all;
    }

    private Pod pod(String name, Stored one) {
        boolean live = one.at() + 35_000 > clock.getAsLong();
        boolean over = Reporting.isWriterOver(one.report(), one.startedAt(), true, one.podThere(), now());
        return Pod.of(name, one.report(), live, over);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.getAsLong());
    }

    /** Every object is there. */
    private enum Anybody implements UsageFold.Objects {
        THERE;

        @Override
        public String key(String caller) {
            return "uid-of-" + caller;
        }

        @Override
        public String connection(String name) {
            return "uid-of-" + name;
        }
    }
}
