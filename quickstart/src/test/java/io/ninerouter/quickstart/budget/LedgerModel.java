package io.ninerouter.quickstart.budget;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.allot.AllotmentFold;
import io.ninerouter.operator.allot.Pod;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.usage.BookCodec;
import io.ninerouter.operator.usage.Reporting;
import io.ninerouter.operator.usage.UsageBook;
import io.ninerouter.operator.usage.UsageFold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an API server holds, gateways that count and spend, and operators that keep the book and part the budgets: all their own
 * code, in steps that chance orders. One operator leads at a time; another one may still delete what it meant to.
 */
final class LedgerModel {
    /** Callers with a budget; {@link #FREE} has none. */
    static final List<String> CALLERS = List.of("agents/coder", "agents/tester");

    static final String FREE = "agents/free";
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final long OLDEST_VIEW = 30_000;
    private static final long USD = 1_000_000_000_000L;

    final Random random;
    final Map<String, KeyBudget> budgets = new TreeMap<>();
    private final List<KeyConfig> keys;
    private final Map<String, Stored> objects = new TreeMap<>();
    private final List<LedgerGateway> gateways = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Map<String, Long> beyondTheBook = new HashMap<>();
    private Allotments published = Allotments.NONE;
    private UsageBook book = UsageBook.EMPTY;
    private int bookVersion;
    private Operator leader = new Operator();
    private Operator deposed = new Operator();
    private long now = START.toEpochMilli();
    private long numbers;
    private int versions;
    private int pods;

    LedgerModel(long seed) {
        random = new Random(seed);
        CALLERS.forEach(caller -> budgets.put(
                caller, new KeyBudget((1 + random.nextInt(300)) * USD / 10, KeyBudget.Period.MONTH, "UTC")));
        keys = CALLERS.stream()
                .map(caller -> new KeyConfig(
                        caller, List.of(), true, null, List.of(), Map.of(), null, null, budgets.get(caller)))
                .toList();
    }

    long now() {
        return now;
    }

    Allotments published() {
        return published;
    }

    void in(long millis, Runnable what) {
        events.add(new Event(now + millis, numbers++, what));
    }

    /** One thing happens, and time passes. */
    void step() {
        pass(random.nextInt(9) == 0 ? 70_000 : random.nextInt(400));
        int what = random.nextInt(100);
        if (gateways.isEmpty() || what < 3) {
            gateways.add(new LedgerGateway(this, "pod-" + pods++));
            return;
        }
        LedgerGateway gateway = gateways.get(random.nextInt(gateways.size()));
        if (what < 25) {
            gateway.ask();
        } else if (what < 45) {
            gateway.advance();
        } else if (what < 60) {
            gateway.tell(false);
        } else if (what < 66) {
            gateway.hear(published);
        } else if (what < 68) {
            drain(gateway);
        } else if (what < 70) {
            kill(gateway);
        } else if (what < 72) {
            restart(gateway);
        } else if (what < 73 && gateway.hasTold()) {
            // Somebody deletes the report of a process that lives, which writes it again.
            objects.remove(gateway.pod());
            in(1 + random.nextInt(20_000), gateway::tellAgain);
        } else if (what < 80) {
            leader.look();
        } else if (what < 88) {
            leader.part();
            if (random.nextInt(10) == 0) {
                // Before anything came of what it has published.
                leader.die();
            }
        } else if (what < 93) {
            leader.count();
        } else if (what < 97) {
            (random.nextInt(4) == 0 ? deposed : leader).delete();
        } else if (what < 99) {
            leader.die();
        } else {
            deposed = leader;
            leader = new Operator();
        }
    }

    /** All requests end, all pods drain, and an operator that knows nothing sees to the rest. */
    void end() {
        List.copyOf(gateways).forEach(this::drain);
        leader = new Operator();
        for (int i = 0; i < 8; i++) {
            pass(65_000);
            leader.look();
            leader.part();
            leader.count();
            leader.delete();
        }
    }

    /** What is told of a budget. */
    Spending spending(String caller) {
        return leader.look().part().spending().get(caller);
    }

    /** What the book says that answers for a caller have cost. */
    long booked(String caller) {
        UsageBook.Account account = book.callers().get(caller);
        return account == null ? 0 : account.seen().billedPicoUsd();
    }

    /** What was set aside, as far as told, for requests that died with their process: in the budget, not in the book. */
    long died(String caller) {
        return beyondTheBook.getOrDefault(caller, 0L);
    }

    /** Reports that are left. */
    Set<String> reports() {
        return objects.keySet();
    }

    void store(String pod, ReplicaReport report, boolean continued) {
        objects.put(pod, new Stored(++versions, now, ConfigCodec.decodeReport(report), continued, true));
    }

    void remove(String pod) {
        objects.remove(pod);
    }

    /** Lets time pass. */
    void pass(long millis) {
        long until = now + millis;
        while (!events.isEmpty() && events.peek().at() <= until) {
            Event event = events.poll();
            now = Math.max(now, event.at());
            event.what().run();
        }
        now = until;
    }

    private void drain(LedgerGateway gateway) {
        gateway.endAll();
        gateway.tell(true);
        gateway.die();
        gateways.remove(gateway);
        podIsGone(gateway);
    }

    private void kill(LedgerGateway gateway) {
        lose(gateway);
        gateways.remove(gateway);
        podIsGone(gateway);
    }

    private void podIsGone(LedgerGateway gateway) {
        Stored there = objects.get(gateway.pod());
        if (there != null) {
            objects.put(gateway.pod(), there.withoutPod(++versions));
        }
    }

    private void lose(LedgerGateway gateway) {
        gateway.tellAgain();
        gateway.die();
        CALLERS.forEach(caller -> beyondTheBook.merge(caller, gateway.toldBeyondTheBook(caller), Long::sum));
    }

    /**
     * The next container of a pod. An operator hears of the end of one and of the beginning of the next: if it is replaced just
     * then, it takes what the first was granted for spent.
     */
    private void restart(LedgerGateway gateway) {
        if (random.nextBoolean()) {
            gateway.endAll();
            gateway.tell(true);
            gateway.die();
        } else {
            lose(gateway);
        }
        leader.look().part();
        if (random.nextInt(3) == 0) {
            leader.count();
            leader.delete();
        }
        Stored there = objects.get(gateway.pod());
        if (there != null) {
            objects.put(gateway.pod(), there.annotated(++versions));
            if (random.nextBoolean()) {
                leader.look().part();
                leader.count();
                leader.delete();
            }
        }
        pass(1);
        LedgerGateway next = new LedgerGateway(this, gateway.pod());
        next.follow(there == null ? null : there.report.usage());
        gateways.set(gateways.indexOf(gateway), next);
        next.tell(false);
        leader.look().part();
    }

    private record Event(long at, long number, Runnable what) {}

    /**
     * A GatewayReplica.
     *
     * @param continued whether its annotation names another process than its status
     * @param podThere whether its pod is one of its owners
     */
    private record Stored(int version, long at, ReplicaReport report, boolean continued, boolean podThere) {
        /** The annotation. */
        String startedAt() {
            return continued ? "another" : report.startedAt();
        }

        Stored withoutPod(int next) {
            return new Stored(next, at, report, continued, false);
        }

        Stored annotated(int next) {
            return new Stored(next, at, report, true, podThere);
        }
    }

    /** What it knows may be old; what it has not written yet dies with it. */
    private final class Operator {
        private Map<String, Stored> view = Map.of();
        private AllotmentFold.@Nullable Memory memory;
        private @Nullable UsageBook mine;
        private int version;
        private long viewedAt;

        /** Its caches catch up. */
        Operator look() {
            view = Map.copyOf(objects);
            viewedAt = now;
            if (mine == null) {
                UsageBook read = book;
                if (UsageFold.recover(read, reporting(), instant()).equals(read)) {
                    mine = read;
                    version = bookVersion;
                }
            }
            return this;
        }

        AllotmentFold.Outcome part() {
            AllotmentFold.Outcome outcome = publish();
            memory = outcome.memory();
            return outcome;
        }

        private AllotmentFold.Outcome publish() {
            if (memory == null || now - viewedAt > OLDEST_VIEW) {
                // Caches are filled before the first round, and a watch that is cut is noticed.
                look();
            }
            if (memory == null) {
                memory = AllotmentFold.Memory.of(published);
            }
            List<Pod> there = view.entrySet().stream()
                    .map(one -> Pod.of(
                            one.getKey(),
                            one.getValue().report,
                            one.getValue().at + 35_000 > now,
                            isEnded(one.getValue())))
                    .toList();
            AllotmentFold.Outcome outcome = AllotmentFold.fold(memory, keys, there, instant());
            published = ConfigCodec.decodeAllotments(
                    ConfigCodec.encode(outcome.memory().published()));
            return outcome;
        }

        void count() {
            UsageBook before = mine;
            if (before == null) {
                return;
            }
            UsageBook next = UsageFold.fold(before, reporting(), Anybody.THERE, instant());
            if (!next.equals(before)) {
                if (version != bookVersion) {
                    mine = null;
                    return;
                }
                book = BookCodec.encode(next).book();
                version = ++bookVersion;
                mine = random.nextInt(10) == 0 ? null : book;
            }
        }

        /** Those that are in the book, and whose last word on budgets is published. */
        void delete() {
            UsageBook written = mine;
            AllotmentFold.Memory parted = memory;
            if (written == null || parted == null) {
                return;
            }
            Set<String> over = new TreeSet<>(UsageFold.done(written, reporting()));
            view.forEach((pod, one) -> {
                if (one.report.usage() == null && !one.podThere) {
                    over.add(pod);
                }
            });
            for (String pod : over) {
                Stored seen = view.get(pod);
                Stored there = objects.get(pod);
                boolean told = parted.ended().contains(Pod.Incarnation.of(pod, seen.report));
                if (told && there != null && there.version == seen.version) {
                    objects.remove(pod);
                }
            }
        }

        void die() {
            memory = null;
            mine = null;
            view = Map.of();
        }

        private List<Reporting> reporting() {
            List<Reporting> all = new ArrayList<>();
            view.forEach((pod, one) -> {
                Reporting reporting = Reporting.of(pod, one.report, one.startedAt(), true, one.podThere, instant());
                if (reporting != null) {
                    all.add(reporting);
                }
            });
            return all;
        }

        private boolean isEnded(Stored one) {
            return Reporting.isEnded(one.report, one.startedAt(), true, one.podThere, instant());
        }

        private Instant instant() {
            return Instant.ofEpochMilli(now);
        }
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

    /** A purse of a caller in a report; null = none. */
    static CallerDemand.@Nullable Purse purse(ReplicaReport report, String caller) {
        return report.demands().stream()
                .filter(demand -> demand.caller().equals(caller))
                .map(CallerDemand::purse)
                .findFirst()
                .orElse(null);
    }
}
