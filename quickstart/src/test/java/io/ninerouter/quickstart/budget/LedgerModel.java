package io.ninerouter.quickstart.budget;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.usage.UsageBook;
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
    private static final long USD = 1_000_000_000_000L;

    final Random random;
    final Map<String, KeyBudget> budgets = new TreeMap<>();
    private final List<KeyConfig> keys;
    private final LedgerObjects api = new LedgerObjects();
    private final List<LedgerGateway> gateways = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Map<String, Long> beyondTheBook = new HashMap<>();
    private LedgerOperator leader;
    private LedgerOperator deposed;
    private long now = START.toEpochMilli();
    private long numbers;
    private int pods;

    LedgerModel(long seed) {
        random = new Random(seed);
        CALLERS.forEach(caller -> budgets.put(
                caller, new KeyBudget((1 + random.nextInt(300)) * USD / 10, KeyBudget.Period.MONTH, "UTC")));
        keys = CALLERS.stream()
                .map(caller -> new KeyConfig(
                        caller, List.of(), true, null, List.of(), Map.of(), null, null, budgets.get(caller)))
                .toList();
        leader = operator();
        deposed = operator();
    }

    long now() {
        return now;
    }

    Allotments published() {
        return api.allotments();
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
            if (random.nextBoolean()) {
                // As it mostly is: heard, and answered, in a moment.
                leader.look().part();
                gateway.hear(published());
            }
        } else if (what < 66) {
            gateway.hear(published());
        } else if (what < 68) {
            drain(gateway);
        } else if (what < 70) {
            kill(gateway);
        } else if (what < 72) {
            restart(gateway);
        } else if (what < 73 && gateway.hasTold()) {
            // Somebody deletes the report of a process that lives, which writes it again.
            api.delete(gateway.pod());
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
            leader = operator();
        }
    }

    /** All requests end, all pods drain, and an operator that knows nothing sees to the rest. */
    void end() {
        List.copyOf(gateways).forEach(this::drain);
        leader = operator();
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
        UsageBook.Account account = api.book().book().callers().get(caller);
        return account == null ? 0 : account.seen().billedPicoUsd();
    }

    /** What was set aside, as far as told, for requests that died with their process: in the budget, not in the book. */
    long died(String caller) {
        return beyondTheBook.getOrDefault(caller, 0L);
    }

    /** Reports that are left. */
    Set<String> reports() {
        return api.pods();
    }

    void store(String pod, ReplicaReport report) {
        api.store(pod, report, now);
    }

    void remove(String pod) {
        api.delete(pod);
    }

    private LedgerOperator operator() {
        return new LedgerOperator(api, keys, this::now, random);
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
        api.podIsGone(gateway.pod());
    }

    private void kill(LedgerGateway gateway) {
        lose(gateway);
        gateways.remove(gateway);
        api.podIsGone(gateway.pod());
    }

    private void lose(LedgerGateway gateway) {
        gateway.tellAgain();
        gateway.die();
        CALLERS.forEach(caller -> beyondTheBook.merge(caller, gateway.toldBeyondTheBook(caller), Long::sum));
    }

    /**
     * The next container of a pod. An operator hears of the last word of one, and may be replaced once it has heard of the next;
     * one that knows nothing and hears of the next alone would take all that the first was granted for spent.
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
        LedgerObjects.Stored there = api.report(gateway.pod());
        if (there != null) {
            api.begin(gateway.pod());
            if (random.nextBoolean()) {
                leader.look().part();
                leader.count();
                leader.delete();
                if (random.nextBoolean()) {
                    deposed = leader;
                    leader = operator();
                }
            }
        }
        pass(1);
        LedgerGateway next = new LedgerGateway(this, gateway.pod());
        next.follow(there == null ? null : there.report().usage());
        gateways.set(gateways.indexOf(gateway), next);
        next.tell(false);
        leader.look().part();
    }

    private record Event(long at, long number, Runnable what) {}

    /** A purse of a caller in a report; null = none. */
    static CallerDemand.@Nullable Purse purse(ReplicaReport report, String caller) {
        return report.demands().stream()
                .filter(demand -> demand.caller().equals(caller))
                .map(CallerDemand::purse)
                .findFirst()
                .orElse(null);
    }
}
